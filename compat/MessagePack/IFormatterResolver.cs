using System.Runtime.ExceptionServices;
using MessagePack.Formatters;

namespace MessagePack;

/// <summary>Knows the formatters of types.</summary>
public interface IFormatterResolver
{
    /// <summary>The formatter of a type, or null.</summary>
    IMessagePackFormatter<T>? GetFormatter<T>();
}

/// <summary>The question that must have an answer.</summary>
public static class FormatterResolverExtensions
{
    /// <exception cref="FormatterNotRegisteredException">The resolver knows no formatter.</exception>
    public static IMessagePackFormatter<T> GetFormatterWithVerify<T>(this IFormatterResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        IMessagePackFormatter<T>? formatter;
        try
        {
            formatter = resolver.GetFormatter<T>();
        }
        catch (TypeInitializationException error)
        {
            // What is wrong with the type says more than that its formatter could not be made.
            Exception cause = error;
            while (cause is TypeInitializationException { InnerException: { } inner })
                cause = inner;
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }

        return formatter ?? throw new FormatterNotRegisteredException($"{typeof(T).FullName} has no formatter in {resolver.GetType().FullName}.");
    }
}

using System.Collections.Concurrent;
using MessagePack.Formatters;

namespace MessagePack.Resolvers;

/// <summary>Asks formatters first, then resolvers, in order.</summary>
public static class CompositeResolver
{
    public static IFormatterResolver Create(IReadOnlyList<IMessagePackFormatter> formatters, IReadOnlyList<IFormatterResolver> resolvers)
    {
        ArgumentNullException.ThrowIfNull(formatters);
        ArgumentNullException.ThrowIfNull(resolvers);
        return new Composite([.. formatters], [.. resolvers]);
    }

    public static IFormatterResolver Create(params IFormatterResolver[] resolvers) => Create([], resolvers);

    public static IFormatterResolver Create(params IMessagePackFormatter[] formatters) => Create(formatters, []);

    private sealed class Composite(IMessagePackFormatter[] formatters, IFormatterResolver[] resolvers) : IFormatterResolver
    {
        private readonly ConcurrentDictionary<Type, IMessagePackFormatter?> _found = new();

        public IMessagePackFormatter<T>? GetFormatter<T>()
        {
            if (!_found.TryGetValue(typeof(T), out IMessagePackFormatter? found))
            {
                found = formatters.OfType<IMessagePackFormatter<T>>().FirstOrDefault()
                    ?? resolvers.Select(resolver => resolver.GetFormatter<T>()).FirstOrDefault(formatter => formatter is not null);
                _found[typeof(T)] = found;
            }

            return (IMessagePackFormatter<T>?)found;
        }
    }
}

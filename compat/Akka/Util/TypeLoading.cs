using System.Reflection;
using Akka.Configuration;

namespace Akka.Util;

/// <summary>Turns class names of the configuration into instances; every error names the key and the class.</summary>
internal static class TypeLoading
{
    internal static Type Load(string typeName, string key) =>
        Type.GetType(typeName) ?? throw new ConfigurationException($"{key}: the class [{typeName}] is not found; write it as 'Namespace.Class, Assembly'.");

    internal static T Create<T>(string typeName, string key) => Create<T>(typeName, key, [[]]);

    /// <summary>Creates an instance with the first argument list that a public constructor takes.</summary>
    internal static T Create<T>(string typeName, string key, object[][] argumentLists)
    {
        var type = Load(typeName, key);
        if (!typeof(T).IsAssignableFrom(type)) throw new ConfigurationException($"{key}: the class [{typeName}] is no {typeof(T)}.");

        foreach (var arguments in argumentLists)
        {
            if (type.GetConstructor(Array.ConvertAll(arguments, static argument => argument.GetType())) is not { } constructor) continue;
            try
            {
                return (T)constructor.Invoke(arguments);
            }
            catch (TargetInvocationException failure)
            {
                throw new ConfigurationException($"{key}: the class [{typeName}] cannot be created: {failure.InnerException?.Message}", failure.InnerException);
            }
        }

        throw new ConfigurationException($"{key}: the class [{typeName}] has no fitting public constructor.");
    }
}

using MessagePack.Resolvers;

namespace MessagePack;

/// <summary>How values are written and read. Never changes; the With… methods give copies.</summary>
public class MessagePackSerializerOptions
{
    public MessagePackSerializerOptions(IFormatterResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Resolver = resolver;
    }

    protected MessagePackSerializerOptions(MessagePackSerializerOptions copyFrom)
    {
        ArgumentNullException.ThrowIfNull(copyFrom);
        Resolver = copyFrom.Resolver;
        Security = copyFrom.Security;
    }

    /// <summary>The resolver for attributed types and the usual .NET types, for trusted data.</summary>
    public static MessagePackSerializerOptions Standard => StandardResolver.Options;

    public IFormatterResolver Resolver { get; private set; }

    public MessagePackSecurity Security { get; private set; } = MessagePackSecurity.TrustedData;

    public MessagePackSerializerOptions WithResolver(IFormatterResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        MessagePackSerializerOptions copy = Clone();
        copy.Resolver = resolver;
        return copy;
    }

    public MessagePackSerializerOptions WithSecurity(MessagePackSecurity security)
    {
        ArgumentNullException.ThrowIfNull(security);
        MessagePackSerializerOptions copy = Clone();
        copy.Security = security;
        return copy;
    }

    protected virtual MessagePackSerializerOptions Clone() => new(this);
}

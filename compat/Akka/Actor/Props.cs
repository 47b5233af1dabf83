using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes the instances of an actor that are not made by a constructor call.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

/// <summary>The immutable recipe of an actor: class, constructor arguments, deployment, supervision of its children.</summary>
public class Props : IEquatable<Props>
{
    private static readonly object[] NoArguments = [];

    public static readonly Props None = new(typeof(EmptyActor));

    private readonly IIndirectActorProducer _producer;

    protected Props(Props copy)
    {
        Type = copy.Type;
        Arguments = copy.Arguments;
        Deploy = copy.Deploy;
        SupervisorStrategy = copy.SupervisorStrategy;
        _producer = copy._producer;
    }

    public Props(Type type, object[] args)
        : this(Deploy.None, type, args)
    {
    }

    public Props(Type type)
        : this(Deploy.None, type, NoArguments)
    {
    }

    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(Deploy.None, type, args) => SupervisorStrategy = supervisorStrategy;

    public Props(Deploy deploy, Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type)) throw new ArgumentException($"Actor type must inherit from ActorBase: {type}", nameof(type));
        Deploy = deploy;
        Type = type;
        Arguments = args ?? NoArguments;
    }

    private Props(IIndirectActorProducer producer)
        : this(Deploy.None, producer.ActorType, NoArguments) => _producer = producer;

    public static Props Empty => None;

    public Type Type { get; }

    public string TypeName => Type.AssemblyQualifiedName;

    public object[] Arguments { get; }

    public Deploy Deploy { get; protected set; }

    /// <summary>Given strategy, or null: then the actor's own counts.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    public string Dispatcher => Deploy.Dispatcher == Deploy.NoDispatcherGiven ? Dispatch.Dispatchers.DefaultDispatcherId : Deploy.Dispatcher;

    public string Mailbox => Deploy.Mailbox;

    /// <summary>From a constructor call, <c>() => new Worker(queue, 3)</c>; its arguments are evaluated once, here.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is UnaryExpression) throw new ArgumentException("Cannot use a boxed or converted constructor call.", nameof(factory));
        var call = factory.Body as NewExpression ?? throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        return new Props(call.Type, supervisorStrategy, [.. call.Arguments.Select(Evaluate)]);
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy);

    public static Props Create(Type type, params object[] args) => new(type, args);

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(producer);
    }

    public Props WithDeploy(Deploy deploy) => new(this) { Deploy = deploy.WithFallback(Deploy) };

    public Props WithDispatcher(string dispatcher) => new(this) { Deploy = Deploy.WithDispatcher(dispatcher) };

    public Props WithMailbox(string mailbox) => new(this) { Deploy = Deploy.WithMailbox(mailbox) };

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(this) { SupervisorStrategy = supervisorStrategy };

    /// <exception cref="TypeLoadException">The constructor is missing or threw; the inner exception says what.</exception>
    public virtual ActorBase NewActor()
    {
        if (_producer is not null) return _producer.Produce();
        try
        {
            return (ActorBase)Activator.CreateInstance(Type, Arguments);
        }
        catch (TargetInvocationException failure)
        {
            throw new TypeLoadException($"Error while creating actor instance of type {Type} with {Arguments.Length} args: {failure.InnerException?.Message}", failure.InnerException);
        }
        catch (MissingMethodException failure)
        {
            throw new TypeLoadException($"Error while creating actor instance of type {Type} with {Arguments.Length} args: ({string.Join(", ", Arguments)})", failure);
        }
    }

    public bool Equals(Props other) =>
        other is not null && Type == other.Type && Deploy.Equals(other.Deploy) && ReferenceEquals(_producer, other._producer) && Arguments.SequenceEqual(other.Arguments);

    public override bool Equals(object obj) => Equals(obj as Props);

    public override int GetHashCode() => HashCode.Combine(Type, Deploy, Arguments.Length);

    // Closures are fields of a constant, which reflection reads faster than a compiler compiles.
    private static object Evaluate(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(member.Expression is null ? null : Evaluate(member.Expression));
            case MemberExpression { Member: PropertyInfo property } member:
                return property.GetValue(member.Expression is null ? null : Evaluate(member.Expression));
            default:
                var boxed = Expression.Convert(expression, typeof(object));
                return Expression.Lambda<Func<object>>(boxed).Compile(preferInterpretation: true)();
        }
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ToolZero.Cli.Tests.Architecture;

/// <summary>A member of a package that src/ uses.</summary>
/// <param name="Package">The assembly, which has the name of its package.</param>
/// <param name="Type">With its outer types, without its namespace.</param>
/// <param name="Member">Empty where the type alone is named.</param>
internal sealed record PackageMember(string Package, string Type, string Member)
{
    private static readonly string[] Packages = ["Akka", "TorchSharp", "MessagePack", "Microsoft.ML.Tokenizers"];

    private static readonly string[] OfObject = ["Equals", "GetHashCode", "ToString"];

    /// <summary>Reads the references and overrides out of a built assembly. Accessors are given as their property or event, so that the list has the names of the source.</summary>
    public static IEnumerable<PackageMember> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        for (var row = 1; row <= reader.GetTableRowCount(TableIndex.TypeRef); row++)
            if (Listed(reader, MetadataTokens.TypeReferenceHandle(row)) is var (package, type)) yield return new PackageMember(package, type, "");

        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
            if (Listed(reader, member.Parent) is var (package, type)) yield return new PackageMember(package, type, Plain(type, reader.GetString(member.Name)));

        foreach (var definition in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (Listed(reader, definition.BaseType) is not var (package, type)) continue;
            foreach (var name in definition.GetMethods().Select(reader.GetMethodDefinition).Where(IsOverride).Select(m => reader.GetString(m.Name)).Except(OfObject))
                yield return new PackageMember(package, type, Plain(type, name));
        }
    }

    /// <summary>Package and name of a type that is to be listed.</summary>
    private static (string Package, string Type)? Listed(MetadataReader reader, EntityHandle handle) =>
        TypeOf(reader, handle) is { } type && Named(reader, type) is var named && Array.Exists(Packages, p => named.Package == p || named.Package.StartsWith(p + ".", StringComparison.Ordinal))
            ? named
            : null;

    private static bool IsOverride(MethodDefinition method) => (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual;

    /// <summary>The type of a member; of a constructed generic type its definition. Null for arrays and for types of src/ itself.</summary>
    private static TypeReferenceHandle? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference) return (TypeReferenceHandle)parent;
        if (parent.IsNil || parent.Kind != HandleKind.TypeSpecification) return null;
        var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type ? (TypeReferenceHandle)type : null;
    }

    private static (string Package, string Type) Named(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (name.IndexOf('`', StringComparison.Ordinal) is var arity and >= 0) name = $"{name[..arity]}<{new string(',', name[^1] - '1')}>";
        return type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference => (reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), name),
            HandleKind.TypeReference when Named(reader, (TypeReferenceHandle)type.ResolutionScope) is var (package, outer) => (package, $"{outer}.{name}"),
            _ => ("", name),
        };
    }

    private static string Plain(string type, string name) => name switch
    {
        ".ctor" => "new",

        // Functions such as torch.set_num_threads.
        _ when type == "torch" && char.IsLower(name[^1]) => name,
        _ when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) || name.StartsWith("add_", StringComparison.Ordinal) => name[4..],
        _ when name.StartsWith("op_", StringComparison.Ordinal) => "operator " + name[3..],
        _ => name,
    };
}

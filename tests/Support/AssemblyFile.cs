using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ChatOpportunities.Tests.Support;

/// <summary>An assembly looked at without loading it: what it names of others, and where.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public AssemblyFile(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    public string Name => _metadata.GetString(_metadata.GetAssemblyDefinition().Name);

    /// <summary>The assemblies it names.</summary>
    public IReadOnlyList<string> References =>
        [.. _metadata.AssemblyReferences.Select(r => _metadata.GetString(_metadata.GetAssemblyReference(r).Name)).Distinct()];

    /// <summary>The types of other assemblies that it names.</summary>
    public IReadOnlyList<string> TypesOfOthers => [.. _metadata.TypeReferences.Select(NameOf).Distinct()];

    /// <summary>Whether a file is an assembly, and not code for one processor.</summary>
    public static bool IsOne(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata && file.GetMetadataReader().IsAssembly;
    }

    /// <summary>
    /// Where it names a type of another assembly: a member in whose shape or code that stands, or a type itself (in what it is made of).
    /// </summary>
    public IReadOnlyList<(string Type, string Member)> PlacesThatName(string assembly)
    {
        var named = new Named(_metadata, assembly);
        return
        [
            .. from handle in _metadata.TypeDefinitions
               let type = _metadata.GetTypeDefinition(handle)
               from member in MembersThatName(type, named)
               select (Outermost(handle), member),
        ];
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<string> MembersThatName(TypeDefinition type, Named named)
    {
        if (named.Contains(type.BaseType)
            || type.GetInterfaceImplementations().Any(i => named.Contains(_metadata.GetInterfaceImplementation(i).Interface))
            || type.GetGenericParameters().SelectMany(g => _metadata.GetGenericParameter(g).GetConstraints())
                .Any(c => named.Contains(_metadata.GetGenericParameterConstraint(c).Type))
            || type.GetCustomAttributes().Any(a => named.Contains(_metadata.GetCustomAttribute(a).Constructor)))
        {
            yield return _metadata.GetString(type.Name);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition).Where(f => f.DecodeSignature(named, null)))
        {
            yield return _metadata.GetString(field.Name);
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition).Where(m => Names(m, named)))
        {
            yield return _metadata.GetString(method.Name);
        }
    }

    private bool Names(MethodDefinition method, Named named)
    {
        var signature = method.DecodeSignature(named, null);
        if (signature.ReturnType || signature.ParameterTypes.Contains(true))
        {
            return true;
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return false;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        return (!body.LocalSignature.IsNil
            && _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(named, null).Contains(true))
            || body.ExceptionRegions.Any(r => named.Contains(r.CatchType))
            || named.IsIn(body.GetILBytes());
    }

    private string Outermost(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : Full(type.Namespace, type.Name);
    }

    private string NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return Full(type.Namespace, type.Name);
    }

    private string Full(StringHandle @namespace, StringHandle name) =>
        @namespace.IsNil ? _metadata.GetString(name) : _metadata.GetString(@namespace) + "." + _metadata.GetString(name);

    /// <summary>All that leads to the types of one other assembly: themselves, their members, and whatever is made of them.</summary>
    private sealed class Named : ISignatureTypeProvider<bool, object?>
    {
        private readonly MetadataReader _metadata;
        private readonly HashSet<EntityHandle> _all = [];
        private readonly List<byte[]> _tokens;

        public Named(MetadataReader metadata, string assembly)
        {
            _metadata = metadata;
            _all.UnionWith(metadata.TypeReferences.Where(t => metadata.GetString(AssemblyOf(t)) == assembly).Select(t => (EntityHandle)t));
            _all.UnionWith(Rows(TableIndex.TypeSpec).Where(
                s => metadata.GetTypeSpecification((TypeSpecificationHandle)s).DecodeSignature(this, null)));
            _all.UnionWith(metadata.MemberReferences.Where(Names).Select(m => (EntityHandle)m));
            _all.UnionWith(Rows(TableIndex.MethodSpec).Where(s =>
            {
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)s);
                return Contains(method.Method) || method.DecodeSignature(this, null).Contains(true);
            }));
            _tokens = [.. _all.Select(h => BitConverter.GetBytes(MetadataTokens.GetToken(h)))];
        }

        public bool Contains(EntityHandle handle) => !handle.IsNil && _all.Contains(handle);

        /// <summary>Tokens stand in code as they are; four other bytes that look like one would at worst name a type too many.</summary>
        public bool IsIn(byte[]? code) => code is not null && _tokens.Exists(t => code.AsSpan().IndexOf(t) >= 0);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => _all.Contains(handle);

        public bool GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;

        public bool GetArrayType(bool elementType, ArrayShape shape) => elementType;

        public bool GetByReferenceType(bool elementType) => elementType;

        public bool GetPinnedType(bool elementType) => elementType;

        public bool GetPointerType(bool elementType) => elementType;

        public bool GetSZArrayType(bool elementType) => elementType;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => modifier || unmodifiedType;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) =>
            genericType || typeArguments.Contains(true);

        public bool GetFunctionPointerType(MethodSignature<bool> signature) =>
            signature.ReturnType || signature.ParameterTypes.Contains(true);

        private bool Names(MemberReferenceHandle handle)
        {
            var member = _metadata.GetMemberReference(handle);
            if (Contains(member.Parent))
            {
                return true;
            }

            if (member.GetKind() == MemberReferenceKind.Field)
            {
                return member.DecodeFieldSignature(this, null);
            }

            var signature = member.DecodeMethodSignature(this, null);
            return signature.ReturnType || signature.ParameterTypes.Contains(true);
        }

        private StringHandle AssemblyOf(TypeReferenceHandle handle) => _metadata.GetTypeReference(handle).ResolutionScope switch
        {
            { Kind: HandleKind.AssemblyReference } assembly => _metadata.GetAssemblyReference((AssemblyReferenceHandle)assembly).Name,
            { Kind: HandleKind.TypeReference } outer => AssemblyOf((TypeReferenceHandle)outer),
            _ => default,
        };

        private IEnumerable<EntityHandle> Rows(TableIndex table) =>
            Enumerable.Range(1, _metadata.GetTableRowCount(table)).Select(row => MetadataTokens.EntityHandle(table, row));
    }
}

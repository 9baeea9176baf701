using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ChatOpportunities.Portal.Api.Description;

/// <summary>The description of the API as it is sent. It is open to strangers and dear to make, so it is made once.</summary>
internal sealed class ApiDescriptionFile([FromKeyedServices("v1")] IOpenApiDocumentProvider provider)
{
    private byte[]? _json;

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken) => _json ??= await MakeAsync(cancellationToken);

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        using var file = new MemoryStream();
        await document.SerializeAsJsonAsync(file, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return file.ToArray();
    }
}

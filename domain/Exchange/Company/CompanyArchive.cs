using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace ChatOpportunities.Domain.Exchange.Company;

/// <summary>
/// An archive that was opened to be read. It holds exactly the files that this program writes, each of the size and with the bytes that its
/// manifest says; nothing of it is ever written to a path.
/// </summary>
internal sealed class CompanyArchive : IDisposable
{
    private const int MaxManifest = 1024 * 1024;

    /// <summary>Of text that real companies write, no more than so many bytes come out of one.</summary>
    private const int MostUnfolded = 400;

    /// <summary>Below so many bytes it does not matter what a file unfolds to.</summary>
    private const long Harmless = 1024 * 1024;

    private readonly ZipArchive _zip;

    private CompanyArchive(ZipArchive zip, CompanyManifest manifest) => (_zip, Manifest) = (zip, manifest);

    public CompanyManifest Manifest { get; }

    public void Dispose() => _zip.Dispose();

    /// <summary>Opens it and looks through all of it before anything is taken in.</summary>
    /// <exception cref="CompanyFileException">It is no such archive, of another version, or damaged.</exception>
    public static async Task<CompanyArchive> OpenAsync(Stream stream, string schema, CancellationToken cancellationToken)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            RefuseOthers(zip);
            var manifest = await ManifestAsync(zip, cancellationToken);
            RefuseOtherVersions(manifest, schema);
            var archive = new CompanyArchive(zip, manifest);
            foreach (var file in manifest.Files)
            {
                await archive.CheckAsync(file, cancellationToken);
            }

            return archive;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or JsonException or EndOfStreamException or NotSupportedException)
        {
            zip?.Dispose();
            throw new CompanyFileException("The file is no archive of a company, or it is damaged.", wrong);
        }
        catch
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a file, and no more of them than the archive says there are.</summary>
    public Stream Open(string name)
    {
        var entry = _zip.GetEntry(name)!;
        return new BoundedStream(entry.Open(), entry.Length, name);
    }

    private static void RefuseOthers(ZipArchive zip)
    {
        List<string> known = [CompanyManifest.File, .. CompanyTables.All.Select(t => t.File)];
        if (zip.Entries.FirstOrDefault(e => !known.Contains(e.FullName)) is { } unknown)
        {
            throw new CompanyFileException($"The archive holds “{unknown.FullName}”, which no export writes.");
        }

        if (known.Find(name => zip.Entries.Count(e => e.FullName == name) != 1) is { } missing)
        {
            throw new CompanyFileException($"The archive has to hold {missing} once.");
        }

        if (zip.Entries.FirstOrDefault(e => e.Length > Harmless && e.Length / MostUnfolded > e.CompressedLength) is { } bomb)
        {
            throw new CompanyFileException($"{bomb.FullName} unfolds to far more than any export does.");
        }
    }

    private static async Task<CompanyManifest> ManifestAsync(ZipArchive zip, CancellationToken cancellationToken)
    {
        var entry = zip.GetEntry(CompanyManifest.File)!;
        if (entry.Length > MaxManifest)
        {
            throw new CompanyFileException("The manifest is larger than any export writes.");
        }

        await using var content = new BoundedStream(await entry.OpenAsync(cancellationToken), entry.Length, CompanyManifest.File);
        var manifest = await JsonSerializer.DeserializeAsync(content, CompanyJson.Default.CompanyManifest, cancellationToken);
        return manifest is { Files: not null } ? manifest : throw new JsonException();
    }

    private static void RefuseOtherVersions(CompanyManifest manifest, string schema)
    {
        if (manifest.Format != CompanyManifest.Current || manifest.Schema != schema)
        {
            throw new CompanyFileException(
                $"The archive was written by version {manifest.Product} (format {manifest.Format}, schema {manifest.Schema}); this program "
                    + $"reads format {CompanyManifest.Current}, schema {schema}. Export again with the version that imports.");
        }

        if (!manifest.Files.Select(f => f.Name).SequenceEqual(CompanyTables.All.Select(t => t.File)))
        {
            throw new CompanyFileException("The manifest does not name the files that an export writes, in their order.");
        }
    }

    private async Task CheckAsync(CompanyFile file, CancellationToken cancellationToken)
    {
        await using var content = Open(file.Name);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        if (!string.Equals(hash, file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new CompanyFileException($"{file.Name} is not as the manifest says: it was changed or damaged since the export.");
        }
    }

    /// <summary>Ends with a sentence where more comes than was said.</summary>
    private sealed class BoundedStream(Stream inner, long length, string name) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Counted(int read)
        {
            _left -= read;
            return _left >= 0 ? read : throw new CompanyFileException($"{name} unfolds to more than the archive says.");
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ChatOpportunities.Tests.Support;

/// <summary>A span as a collector gets it.</summary>
internal sealed record OtlpSpan(string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    private enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>
    /// Of a request to export traces, in protobuf: resource (1), scope (2), span (2), by the numbers of opentelemetry-proto.
    /// </summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        Inner(request, 1).SelectMany(resource => Inner(resource, 2)).SelectMany(scope => Inner(scope, 2)).Select(Read);

    public string? Tag(string name) => Tags.GetValueOrDefault(name);

    private static OtlpSpan Read(byte[] span) => new(
        Hex(Inner(span, 1)), Hex(Inner(span, 2)), Hex(Inner(span, 4)), Text(Inner(span, 5)),
        Inner(span, 9).ToDictionary(tag => Text(Inner(tag, 1)), tag => Value(Inner(tag, 2).Single())));

    private static string Value(byte[] any)
    {
        var (number, bytes, plain) = Fields(any).First();
        return number == 1 ? Encoding.UTF8.GetString(bytes) : plain.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(IEnumerable<byte[]> field) => Encoding.UTF8.GetString(field.FirstOrDefault() ?? []);

    private static string Hex(IEnumerable<byte[]> field) => Convert.ToHexStringLower(field.FirstOrDefault() ?? []);

    private static IEnumerable<byte[]> Inner(byte[] message, int number) =>
        Fields(message).Where(f => f.Number == number).Select(f => f.Bytes);

    private static IEnumerable<(int Number, byte[] Bytes, ulong Plain)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var (length, plain) = (Wire)(key & 7) switch
            {
                Wire.Varint => (0, Varint(message, ref at)),
                Wire.Fixed64 => (8, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at))),
                Wire.Bytes => ((int)Varint(message, ref at), 0UL),
                Wire.Fixed32 => (4, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at))),
                var other => throw new InvalidDataException($"Protobuf's wire type {other} is not in use."),
            };
            yield return ((int)(key >> 3), message[at..(at + length)], plain);
            at += length;
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}

using System.Text;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>The text of a file, in whichever encoding a spreadsheet saved it.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Encoding">Name of the encoding it was read by.</param>
internal sealed record ImportText(string Text, string Encoding)
{
    /// <summary>What spreadsheets in western languages call "CSV" without further words.</summary>
    public const string Windows = "Windows-1252";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// By the mark at its beginning; without one as UTF-8, and where the bytes are none as Windows-1252. Letters with accents in the
    /// latter are no UTF-8, so that neither is taken for the other.
    /// </summary>
    public static ImportText Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((byte[])[0xFF, 0xFE]))
        {
            return new(System.Text.Encoding.Unicode.GetString(bytes[2..]), "UTF-16");
        }

        if (bytes.StartsWith((byte[])[0xFE, 0xFF]))
        {
            return new(System.Text.Encoding.BigEndianUnicode.GetString(bytes[2..]), "UTF-16");
        }

        var text = bytes.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        try
        {
            return new(Strict.GetString(text), "UTF-8");
        }
        catch (DecoderFallbackException)
        {
            return new(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(text), Windows);
        }
    }
}

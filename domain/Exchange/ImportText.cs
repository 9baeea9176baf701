using System.Text;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>The text of a file, in whichever encoding a spreadsheet saved it.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Encoding">Name of the encoding it was read by.</param>
internal sealed record ImportText(string Text, string Encoding)
{
    /// <summary>What spreadsheets in western languages call "CSV" without further words.</summary>
    public const string Windows = "Windows-1252";

    /// <summary>Likewise, in the languages of central Europe.</summary>
    public const string CentralEurope = "Windows-1250";

    /// <summary>Encodings that may be chosen where the one that was found is wrong.</summary>
    public static readonly IReadOnlyList<string> Known = ["UTF-8", "UTF-16", "UTF-16BE", Windows, CentralEurope, "Windows-1251"];

    private const int Looked = 100_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Bytes that are letters of central Europe in Windows-1250 and hardly ever stand in a word of western Europe otherwise.
    /// </summary>
    private static readonly byte[] CentralLetters = [0x8A, 0x8D, 0x8E, 0x9A, 0x9D, 0x9E, 0xA3, 0xA5, 0xB3, 0xB9, 0xBE, 0xCC, 0xD8, 0xEC,
        0xF8];

    /// <summary>Those that are à, â, ê, î, û in Windows-1252, which French is full of.</summary>
    private static readonly byte[] WesternLetters = [0xE0, 0xE5, 0xE6, 0xEA, 0xF1, 0xF5, 0xFB, 0xC5, 0xC6];

    /// <summary>
    /// By the encoding that was chosen, or the mark at its beginning; without one as UTF-16 where every other byte is 0, then as UTF-8,
    /// and where the bytes are none as Windows-1252 or, by its letters, Windows-1250.
    /// </summary>
    public static ImportText Read(ReadOnlySpan<byte> bytes, string? chosen = null)
    {
        if (chosen is not null && Known.Contains(chosen))
        {
            var text = NamedEncoding(chosen).GetString(bytes);
            return new(text.TrimStart('\uFEFF'), chosen);
        }

        if (bytes.StartsWith((byte[])[0xFF, 0xFE]))
        {
            return new(System.Text.Encoding.Unicode.GetString(bytes[2..]), "UTF-16");
        }

        if (bytes.StartsWith((byte[])[0xFE, 0xFF]))
        {
            return new(System.Text.Encoding.BigEndianUnicode.GetString(bytes[2..]), "UTF-16");
        }

        if (WideOrder(bytes) is { } wide)
        {
            return new(wide.GetString(bytes), "UTF-16");
        }

        var plain = bytes.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        try
        {
            return new(Strict.GetString(plain), "UTF-8");
        }
        catch (DecoderFallbackException)
        {
            var name = IsCentral(plain) ? CentralEurope : Windows;
            return new(NamedEncoding(name).GetString(plain), name);
        }
    }

    private static System.Text.Encoding NamedEncoding(string name) => name switch
    {
        "UTF-8" => System.Text.Encoding.UTF8,
        "UTF-16" => System.Text.Encoding.Unicode,
        "UTF-16BE" => System.Text.Encoding.BigEndianUnicode,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(int.Parse(name[^4..], System.Globalization.CultureInfo.InvariantCulture))!,
    };

    /// <summary>UTF-16 without its mark: in a table most characters are ASCII, and half of their bytes 0.</summary>
    private static System.Text.Encoding? WideOrder(ReadOnlySpan<byte> bytes)
    {
        var looked = bytes[..Math.Min(Looked, bytes.Length)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < looked.Length; i++)
        {
            if (looked[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        return odd > looked.Length / 4 && even < odd / 10 ? System.Text.Encoding.Unicode
            : even > looked.Length / 4 && odd < even / 10 ? System.Text.Encoding.BigEndianUnicode
            : null;
    }

    private static bool IsCentral(ReadOnlySpan<byte> bytes)
    {
        var looked = bytes[..Math.Min(Looked, bytes.Length)];
        var (central, western) = (0, 0);
        for (var i = 0; i < looked.Length; i++)
        {
            var isInWord = (i > 0 && IsLetter(looked[i - 1])) || (i + 1 < looked.Length && IsLetter(looked[i + 1]));
            central += isInWord && CentralLetters.Contains(looked[i]) ? 1 : 0;
            western += isInWord && WesternLetters.Contains(looked[i]) ? 1 : 0;
        }

        return central > western;

        static bool IsLetter(byte b) => char.IsAsciiLetter((char)b);
    }
}

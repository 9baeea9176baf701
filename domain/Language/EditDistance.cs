namespace ChatOpportunities.Domain.Language;

/// <summary>How far apart two texts are in slips of the keyboard.</summary>
public static class EditDistance
{
    private const int MaxLength = 256;

    /// <summary>
    /// Letters to insert, delete, replace or swap with their neighbour; more than <paramref name="most"/> when there are more, or
    /// when a text is longer than any name.
    /// </summary>
    public static int Between(string one, string other, int most)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (Math.Abs(one.Length - other.Length) > most || Math.Max(one.Length, other.Length) > MaxLength)
        {
            return most + 1;
        }

        Span<int> beforeLast = stackalloc int[other.Length + 1];
        Span<int> last = stackalloc int[other.Length + 1];
        Span<int> current = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            var best = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }

                best = Math.Min(best, current[j]);
            }

            if (best > most)
            {
                return most + 1;
            }

            last.CopyTo(beforeLast);
            current.CopyTo(last);
        }

        return last[other.Length];
    }
}

using System.Linq.Expressions;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Language;
using Microsoft.EntityFrameworkCore;

namespace ChatOpportunities.Domain.People;

/// <summary>Contacts that the words of a text may name, found in a handful of queries however many contacts there are.</summary>
public sealed class ContactsInText(OpportunitiesContext db)
{
    private const int MostWords = 20;
    private const int MostFound = 200;
    private const int ShortestWord = 3;

    /// <summary>Those whose name begins with a word of the text, and the people of such companies.</summary>
    public async Task<IReadOnlyList<NamedContact>> BeginningAsync(string text, CancellationToken cancellationToken)
    {
        var words = Words(text);
        if (words.Count == 0)
        {
            return [];
        }

        var found = await FindAsync(AnyOf(words.Select(StartsWith)), cancellationToken);
        var firms = found.Where(c => c.Type == ContactType.Company).Select(c => c.Id).ToList();
        return firms.Count == 0
            ? found
            : [.. found.Concat(await FindAsync(c => c.CompanyId != null && firms.Contains(c.CompanyId.Value), cancellationToken))
                .DistinctBy(c => c.Id)];
    }

    /// <summary>Those whose name has a word of the text inside, also behind a hyphen or an apostrophe, or begins nearly like one.</summary>
    /// <remarks>Reads every name: asked only when <see cref="BeginningAsync"/> did not help.</remarks>
    public async Task<IReadOnlyList<NamedContact>> NearAsync(string text, CancellationToken cancellationToken)
    {
        var words = Words(text);
        if (words.Count == 0)
        {
            return [];
        }

        // "Loreal" begins like L'Oréal once its apostrophe is there.
        var elided = words.Where(w => w[0] is 'l' or 'd' && w.Length > ShortestWord).Select(w => w[1..]);
        var conditions = words.Concat(elided).Select(w => w[..ShortestWord]).Distinct().SelectMany(start =>
        {
            var (inside, behindHyphen, behindElision) = (" " + start, "-" + start, "'" + start);
            return new Expression<Func<Contact, bool>>[]
            {
                c => c.Search.StartsWith(start), c => c.Search.Contains(inside), c => c.Search.Contains(behindHyphen),
                c => c.Search.Contains(behindElision), c => c.Company!.Search.StartsWith(start),
            };
        });
        return await FindAsync(AnyOf(conditions), cancellationToken);
    }

    private static List<string> Words(string text) =>
    [
        .. new string([.. SearchText.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length is >= ShortestWord and <= 2 * Contact.MaxNameLength && char.IsLetter(w[0])).Distinct().Take(MostWords),
    ];

    private Expression<Func<Contact, bool>> StartsWith(string word)
    {
        // SQL Server finds a beginning by LIKE in its index, whatever its collation (the older ones do not know the character below and
        // pass it over). On the others LIKE alone reads every name, and bounds are what their index can use; beyond Latin letters the
        // order of a database is not known here, and LIKE has to do.
        if (db is SqlServerContext)
        {
            return c => c.Search.StartsWith(word);
        }

        var upTo = word + '\u9FFF';
        return word.All(char.IsAsciiLetterOrDigit)
            ? c => c.Search.CompareTo(word) >= 0 && c.Search.CompareTo(upTo) < 0 && c.Search.StartsWith(word)
            : c => c.Search.StartsWith(word);
    }

    private static Expression<Func<Contact, bool>> AnyOf(IEnumerable<Expression<Func<Contact, bool>>> conditions)
    {
        var contact = Expression.Parameter(typeof(Contact), "c");
        var bodies = conditions.Select(c => new Replace(c.Parameters[0], contact).Visit(c.Body)).ToList();
        return Expression.Lambda<Func<Contact, bool>>(bodies.Aggregate(Expression.OrElse), contact);
    }

    private Task<List<NamedContact>> FindAsync(Expression<Func<Contact, bool>> condition, CancellationToken cancellationToken) =>
        db.Contacts.AsNoTracking().Where(c => !c.Blocked).Where(condition).OrderBy(c => c.Search).ThenBy(c => c.Id)
            .Select(c => new NamedContact(c.Id, c.No, c.Name, c.Type, c.Company!.Name)).Take(MostFound).ToListAsync(cancellationToken);

    private sealed class Replace(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}

/// <summary>A contact as a text may name it.</summary>
public sealed record NamedContact(long Id, string No, string Name, ContactType Type, string? Company);

using System.Linq.Expressions;

namespace ChatOpportunities.Domain.Opportunities;

/// <summary>Turns a rule about an opportunity into one about a row of it that has the same salesperson.</summary>
internal sealed class SalespersonOf(ParameterExpression opportunity, LambdaExpression ofRow) : ExpressionVisitor
{
    private static readonly Expression<Func<OpportunityEntry, Opportunity>> OfEntry = e => e.Opportunity!;

    /// <summary>The rule about entries that have the salesperson of their opportunity, as active ones do.</summary>
    public static Expression<Func<OpportunityEntry, bool>> Entry(Expression<Func<Opportunity, bool>> rule) =>
        Expression.Lambda<Func<OpportunityEntry, bool>>(
            new SalespersonOf(rule.Parameters[0], OfEntry).Visit(rule.Body), OfEntry.Parameters);

    protected override Expression VisitParameter(ParameterExpression node) => node == opportunity ? ofRow.Body : node;

    protected override Expression VisitMember(MemberExpression node) =>
        node.Expression == opportunity && (node.Member.Name is nameof(Opportunity.SalespersonId) or nameof(Opportunity.Salesperson))
            ? Expression.Property(ofRow.Parameters[0], node.Member.Name)
            : base.VisitMember(node);
}

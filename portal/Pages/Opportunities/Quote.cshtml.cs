using System.ComponentModel.DataAnnotations;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Gives or replaces the quote of an opportunity.</summary>
public sealed class QuoteModel(OpportunityQueries opportunities, OpportunityActs acts) : OpportunityFormPage(opportunities)
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken cancellationToken)
    {
        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Input = Form.Of(Opportunity);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string no, CancellationToken cancellationToken)
    {
        if (await FindAsync(no, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        return !ModelState.IsValid
            ? Page()
            : await acts.SetQuoteAsync(
                no, new QuoteRequest(Input.Number, Input.Amount, Input.Link), Input.Version, Caller, cancellationToken) switch
            {
                Result<Acted>.Done => Done(T["The quote {0} is kept.", Input.Number], "Details", new { no }),
                Result<Acted>.Refused refused => Refused(refused.Refusals, Input, Form.Of(Opportunity)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form : IVersionedForm
    {
        [Display(Name = "Number of the quote")]
        public string? Number { get; set; }

        [Display(Name = "Amount of the quote")]
        public decimal? Amount { get; set; }

        [Display(Name = "Link to the quote")]
        public string? Link { get; set; }

        public long Version { get; set; }

        internal static Form Of(Opportunity opportunity) => new()
        {
            Number = opportunity.QuoteNumber,
            Amount = opportunity.QuoteAmount,
            Link = opportunity.QuoteLink,
            Version = opportunity.Version,
        };
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using ChatOpportunities.Domain.Opportunities;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Domain.Tasks;
using ChatOpportunities.Portal.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Options;

namespace ChatOpportunities.Portal.Pages.Opportunities;

/// <summary>Makes an opportunity, by the same rules as the chat.</summary>
public sealed class NewModel(
    OpportunityActs acts, OpportunityQueries opportunities, ContactActs contacts, Choices choices, OnceOnly once,
    IOptions<CompanyOptions> company)
    : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Cycles { get; private set; } = [];

    /// <summary>Contacts proposed before anything is typed; then those that match are.</summary>
    public IReadOnlyList<ContactRow> Contacts { get; private set; } = [];

    /// <summary>Those that match what was typed, when there are several.</summary>
    public IReadOnlyList<ContactRow> Several { get; private set; } = [];

    public async Task OnGetAsync(string? contact, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Input.OperationId = Guid.NewGuid();
        Input.ContactNo = contact;
        Input.CreationDate = Caller.Today;
        Input.SalesCycleCode = Cycles.FirstOrDefault(c => c.Value == Checks.NormalCode(company.Value.DefaultSalesCycle))?.Value;
        Input.SalespersonCode = (await choices.MyselfAsync(Caller, cancellationToken))?.Code;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        (var contactNo, Several) = await contacts.MeantAsync(Input.ContactNo, Input.ContactChoice, null, cancellationToken);
        if (Several.Count > 0)
        {
            ModelState.AddModelError("Input.ContactNo", T["Several contacts match this: choose one below."]);
            return Page();
        }

        var request = new CreateOpportunity(
            Input.Description, contactNo, Input.NewContactName, Input.SalespersonCode, Input.SalesCycleCode, Input.CreationDate,
            Input.Priority, Input.StartNow, null, Input.EstimatedValue, Input.ChancesOfSuccess, Input.EstimatedCloseDate,
            Input.Source);
        switch (await once.DoAsync(
            Key(request),
            async token => await acts.CreateAsync(request, Caller, token) switch
            {
                Result<Opportunity>.Done(var opportunity) => opportunity.No,
                Result<Opportunity>.Refused refused => (Result<string>)refused.Refusals.ToList(),
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            result => ((Result<string>.Done)result).Value,
            made => made,
            cancellationToken))
        {
            case Result<string>.Done(var no):
                var sentence = T["{0} is made: {1}.", no, Checks.Tidy(Input.Description)];
                return await opportunities.FindAsync(no, Caller, cancellationToken) is null
                    ? Done(sentence, "Index")
                    : Done(sentence, "Details", new { no });
            case Result<string>.Refused refused:
                AddErrors(refused.Refusals);
                return Page();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The same form sent twice is one act; sent again with something else in it, it is another.</summary>
    private string Key(CreateOpportunity request)
    {
        var content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.ToString())));
        return string.Create(CultureInfo.InvariantCulture, $"new/{Caller.SalespersonId}/{Input.OperationId ?? Guid.NewGuid():N}/{content}");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        People = (await choices.MayActForAsync(Caller, cancellationToken)).AsItems();
        Cycles = (await choices.CyclesAsync(cancellationToken)).AsItems();
        Contacts = (await contacts.ListAsync(new ContactFilter(Blocked: false), ContactActs.MaxPage, null, cancellationToken)).Rows;
    }

    /// <summary>What the form sends; the domain checks it.</summary>
    public sealed class Form
    {
        /// <summary>Tells one filling of the form from another.</summary>
        public Guid? OperationId { get; set; }

        [Display(Name = "What it is about")]
        public string? Description { get; set; }

        [Display(Name = "Contact")]
        public string? ContactNo { get; set; }

        /// <summary>The one chosen among several that match.</summary>
        public string? ContactChoice { get; set; }

        [Display(Name = "Or a new company")]
        public string? NewContactName { get; set; }

        [Display(Name = "Salesperson")]
        public string? SalespersonCode { get; set; }

        [Display(Name = "Sales cycle")]
        public string? SalesCycleCode { get; set; }

        [Display(Name = "Creation date")]
        public DateOnly? CreationDate { get; set; }

        [Display(Name = "Priority")]
        public Priority Priority { get; set; } = Priority.Normal;

        [Display(Name = "Source")]
        public string? Source { get; set; }

        [Display(Name = "Start now")]
        public bool StartNow { get; set; } = true;

        [Display(Name = "Estimated value")]
        public decimal? EstimatedValue { get; set; }

        [Display(Name = "Chances of success %"), DataType(WrittenField.Percent)]
        public decimal? ChancesOfSuccess { get; set; }

        [Display(Name = "Expected close")]
        public DateOnly? EstimatedCloseDate { get; set; }
    }
}

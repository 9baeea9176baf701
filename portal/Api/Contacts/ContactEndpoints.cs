using ChatOpportunities.Domain;
using ChatOpportunities.Domain.People;
using ChatOpportunities.Portal.Api.Description;
using ChatOpportunities.Portal.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api.Contacts;

/// <summary>Contacts: everybody sees, makes and changes them, admins delete.</summary>
internal static class ContactEndpoints
{
    private const string Name = "contacts";

    public static void Map(IEndpointRouteBuilder api)
    {
        RefusalRule[] details =
        [
            Refusals.Required, Refusals.TooLong, Refusals.BadEmail, Refusals.CompanyOfPersonsOnly, Refusals.CompanyUnknown,
            Refusals.SalespersonUnknown, Refusals.SalespersonBlocked,
        ];
        var group = api.MapGroup("/" + Name).Tagged("Contacts", "Companies, and persons in them.")
            .Place("no", "Number of the contact.", "CT-00001");
        group.MapGet("", ListAsync).ReturnsPage(ContactResource.Example)
            .Named("listContacts", "Contacts", "In order of their names.");
        group.MapPost("", CreateAsync).Takes(ContactBody.Example).ReturnsItem(ContactResource.Example, StatusCodes.Status201Created)
            .Refuses([Refusals.CodeExists, Refusals.BadCode, .. details])
            .Named("createContact", "Makes a contact", "With the next number unless one is given.");
        group.MapGet("/{no}", FindAsync).ReturnsItem(ContactResource.Example).Named("getContact", "One contact", "By its number.");
        group.MapPatch("/{no}", ChangeAsync).Takes(new ContactBody(Phone: "+33 1 23 45 67 89")).ReturnsItem(ContactResource.Example)
            .Refuses([Refusals.CodeFixed, Refusals.ContactTypeFixed, .. details])
            .Named("changeContact", "Changes, blocks or unblocks a contact", "A contact that others name stays a company or a person.");
        group.MapDelete("/{no}", DeleteAsync).Produces(StatusCodes.Status204NoContent).Refuses(Refusals.ContactInUse)
            .Named("deleteContact", "Deletes a contact that nothing names", "Otherwise block it; admins only.");
    }

    private static async Task<ApiAnswer> ListAsync(
        Query<ContactQuery> query, Query<PageQuery> page, ContactActs contacts, CancellationToken cancellationToken)
    {
        ContactCursor? after = null;
        if (page.Value.Place() is { } cursor && !ContactCursor.TryParse(cursor, out after))
        {
            throw ApiCall.Bad("cursor");
        }

        var found = await contacts.ListAsync(query.Value.ToFilter(), page.Value.Limit, after, cancellationToken);
        return ApiAnswer.Ok(
            new Page<ContactResource>([.. found.Rows.Select(ContactResource.Of)], OpaqueCursor.Write(found.Next?.ToString())));
    }

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<ContactBody> body, ContactActs contacts, CancellationToken cancellationToken) =>
        call.Answer(
            await contacts.CreateAsync(body.Value.No, body.Value.ToForm(), call.Caller, cancellationToken),
            contact => ApiAnswer.Created(Setup.Address(Name, contact.No), ContactResource.Of(contact), contact.Version));

    private static async Task<ApiAnswer> FindAsync(string no, ApiCall call, ContactActs contacts, CancellationToken cancellationToken) =>
        await contacts.FindAsync(no, cancellationToken) is { } contact ? Show(contact) : call.NotFound();

    private static Task<ApiAnswer> ChangeAsync(
        string no, ApiCall call, JsonBody<ContactBody> body, ContactActs contacts, CancellationToken cancellationToken) =>
        Setup.ChangeAsync(
            call,
            AccessPolicy.MayKeepContacts(call.Caller),
            () => contacts.FindAsync(no, cancellationToken),
            contact => Setup.Renamed(body.Value.No, contact.No, "no"),
            (contact, version) => contacts.ChangeAsync(
                contact.No, Over(ContactBody.Of(contact), body).ToForm(), version, call.Caller, cancellationToken),
            Show);

    private static async Task<ApiAnswer> DeleteAsync(string no, ApiCall call, ContactActs contacts, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(
            call, () => contacts.DeleteAsync(no, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

    private static ContactBody Over(ContactBody present, JsonBody<ContactBody> body)
    {
        var wanted = body.Value;
        return present with
        {
            Type = wanted.Type ?? present.Type,
            Name = body.Has("name") ? wanted.Name : present.Name,
            CompanyNo = body.Has("companyNo") ? wanted.CompanyNo : present.CompanyNo,
            Email = body.Has("email") ? wanted.Email : present.Email,
            Phone = body.Has("phone") ? wanted.Phone : present.Phone,
            SalespersonCode = body.Has("salespersonCode") ? wanted.SalespersonCode : present.SalespersonCode,
            Blocked = wanted.Blocked ?? present.Blocked,
        };
    }

    private static ApiAnswer Show(Contact contact) => ApiAnswer.Ok(ContactResource.Of(contact), contact.Version);
}

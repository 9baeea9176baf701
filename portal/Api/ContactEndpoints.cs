using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOpportunities.Portal.Api;

/// <summary>Contacts: everybody sees, makes and changes them, admins delete.</summary>
internal static class ContactEndpoints
{
    private const string Name = "contacts";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/" + Name).WithTags("Contacts");
        group.MapGet("", ListAsync).WithSummary("Contacts in order of their names, by q, type, company, salesperson and blocked.")
            .Returns<Page<ContactResource>>();
        group.MapPost("", CreateAsync).Takes<ContactBody>().WithSummary("Makes a contact, with the next number unless one is given.")
            .Returns<ContactResource>(StatusCodes.Status201Created);
        group.MapGet("/{no}", FindAsync).WithSummary("One contact.").Returns<ContactResource>();
        group.MapPatch("/{no}", ChangeAsync).Takes<ContactBody>().WithSummary("Changes, blocks or unblocks a contact.").Returns<ContactResource>();
        group.MapDelete("/{no}", DeleteAsync).WithSummary("Deletes a contact that nothing names.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<ApiAnswer> ListAsync(ApiCall call, ContactActs contacts, CancellationToken cancellationToken)
    {
        ContactCursor? after = null;
        if (call.Cursor is { } cursor && !ContactCursor.TryParse(cursor, out after))
        {
            throw ApiCall.Bad("cursor");
        }

        bool? blocked = call.Text("blocked") is not { } text ? null : bool.TryParse(text, out var given) ? given : throw ApiCall.Bad("blocked");
        var filter = new ContactFilter(call.Text("q"), call.Choice<ContactType>("type"), call.Text("company"), call.Text("salesperson"), blocked);
        var page = await contacts.ListAsync(filter, call.Limit, after, cancellationToken);
        return ApiAnswer.Ok(new Page<ContactResource>([.. page.Rows.Select(ContactResource.Of)], OpaqueCursor.Write(page.Next?.ToString())));
    }

    private static async Task<ApiAnswer> CreateAsync(
        ApiCall call, JsonBody<ContactBody> body, ContactActs contacts, CancellationToken cancellationToken) =>
        call.Answer(
            await contacts.CreateAsync(body.Value.No, body.Value.Form, call.Caller, cancellationToken),
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
                contact.No, Over(ContactBody.Of(contact), body).Form, version, call.Caller, cancellationToken),
            Show);

    private static async Task<ApiAnswer> DeleteAsync(string no, ApiCall call, ContactActs contacts, CancellationToken cancellationToken) =>
        await Setup.ReplaceAsync(call, () => contacts.DeleteAsync(no, call.Version, call.Caller, cancellationToken), _ => ApiAnswer.NoContent);

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

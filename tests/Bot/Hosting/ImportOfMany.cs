using System.Net;
using System.Text;
using AngleSharp.Dom;
using ChatOpportunities.Tests.Portal;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Hosting;

/// <summary>A file of many contacts, brought by an admin to the product as a process of its own.</summary>
internal sealed class ImportOfMany(string address)
{
    public const int Rows = 500;

    /// <summary>Tries the file and lets it be taken in.</summary>
    public static async Task<ImportOfMany> BeginAsync(Product product)
    {
        var admin = await SignInAsync(product);
        var file = new StringBuilder("name,type\n");
        for (var i = 0; i < Rows; i++)
        {
            file.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"Imported {i:0000},company");
        }

        var token = AccessTests.Token(await admin.SeeAsync("/setup/import"));
        var tried = await admin.UploadAsync("/setup/import", "Upload", "many.csv", file.ToString(), token, ("Kind", "Contacts"));
        Assert.Equal(HttpStatusCode.Redirect, tried.Status);
        await admin.SubmitAndFollowAsync(await admin.SeeAsync(tried.Location), "#begin");
        return new ImportOfMany(tried.Location);
    }

    /// <summary>How many contacts were made of it so far.</summary>
    public static Task<long> MadeAsync(Func<string, Task<long>> count) =>
        count("""SELECT count(*) FROM "Contacts" WHERE "Name" LIKE 'Imported %' """);

    /// <summary>A browser of the admin of the demo company.</summary>
    public static async Task<PortalVisitor> SignInAsync(Product product)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = product.Http.BaseAddress,
            Timeout = product.Http.Timeout,
        };
        var visitor = new PortalVisitor(browser, []);
        var page = await visitor.SeeAsync("/signin");
        var emma = page.Document.QuerySelectorAll("form.people button")
            .Single(b => b.TextContent.Contains("Emma Rossi", StringComparison.Ordinal));
        var answer = await visitor.SubmitAsync(page, "form.people", ("id", emma.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return visitor;
    }

    /// <summary>Waits until its page says that every line was taken in.</summary>
    public async Task FinishesAtAsync(Product product)
    {
        var admin = await SignInAsync(product);
        var said = "";
        await Product.UntilAsync(async () => (said = (await admin.SeeAsync(address)).Text).Contains("Finished:", StringComparison.Ordinal));
        Assert.Contains($"Finished: {Rows} lines are taken in, 0 were there already, 0 had mistakes.", said, StringComparison.Ordinal);
    }
}

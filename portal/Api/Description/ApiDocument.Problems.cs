using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpportunities.Domain;
using ChatOpportunities.Portal.Api.Http;
using ChatOpportunities.Portal.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace ChatOpportunities.Portal.Api.Description;

/// <content>The refusals an operation may answer, each with its examples.</content>
internal static partial class ApiDocument
{
    /// <summary>Adds the answers to what may go wrong, one for each status.</summary>
    private static void AddProblems(OpenApiResponses responses, IEnumerable<ProblemWay> problems, OpenApiDocument document)
    {
        foreach (var group in problems.GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            var status = group.Key.ToString(CultureInfo.InvariantCulture);
            var problem = Problem(group.Key, [.. group], document);
            responses[status] = SameEverywhere.Contains(group.Key) ? Shared("problem" + status, problem, document) : problem;
        }
    }

    /// <summary>Everything that may go wrong, with the status it is answered by and its code.</summary>
    private static IEnumerable<ProblemWay> Problems(List<RefusalRule> rules, string method, bool onItem, bool body, bool query)
    {
        var post = HttpMethods.IsPost(method);
        yield return Bare(400);
        if (body || query)
        {
            yield return Malformed("badValue", t => t["This value was not understood."]);
        }

        if (body)
        {
            yield return Malformed("badJson", t => t["This is not valid JSON."]);
            yield return Malformed("unknownField", t => t["There is no field of this name."]);
            yield return Bare(413);
            yield return Bare(415);
        }

        if (post)
        {
            yield return Malformed("badIdempotencyKey", t => t["At most {0} characters.", Idempotency.LongestKey]);
            yield return new ProblemWay(422, Idempotency.ReusedCode, Idempotency.Header, Idempotency.ReusedSentence(English));
        }

        yield return Bare(401);
        yield return Bare(429);
        yield return Bare(500);
        IEnumerable<RefusalRule> always =
        [
            .. HttpMethods.IsGet(method) ? Array.Empty<RefusalRule>() : [Refusals.Forbidden],
            .. onItem ? [Refusals.NotFound] : Array.Empty<RefusalRule>(),
            .. onItem && !HttpMethods.IsGet(method) ? [Refusals.Stale] : Array.Empty<RefusalRule>(),
        ];
        foreach (var rule in always.Concat(rules).DistinctBy(r => (r.Kind, r.Code)))
        {
            // The values of a sentence are those of the case; the description leaves them open.
            yield return new ProblemWay(ApiProblem.StatusOf(rule), rule.Code, rule.Field, Placeholder().Replace(rule.Sentence, "…"));
        }
    }

    private static ProblemWay Bare(int status)
    {
        var problem = ApiProblem.Of(status, English);
        return new ProblemWay(status, problem.Code, null, problem.Detail);
    }

    private static ProblemWay Malformed(string code, Func<PortalTexts, string> say) => new(400, code, null, say(English));

    private static OpenApiResponse Problem(int status, IReadOnlyList<ProblemWay> ways, OpenApiDocument document)
    {
        var title = ApiProblem.Titled(status, English);
        var response = new OpenApiResponse
        {
            Description = new StringBuilder(title).Append(".\n\n")
                .AppendJoin('\n', ways.Select(w => $"- `{w.Code}`{(w.Field is null ? "" : $" ({w.Field})")}: {w.Sentence}")).ToString(),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemJson] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        AllOf =
                        [
                            new OpenApiSchemaReference(nameof(ApiProblem), document),
                            new OpenApiSchema
                            {
                                Properties = new Dictionary<string, IOpenApiSchema>
                                {
                                    ["code"] = new OpenApiSchema
                                    {
                                        Type = JsonSchemaType.String,
                                        Enum = [.. ways.Select(w => (JsonNode)w.Code).DistinctBy(c => c.ToString())],
                                    },
                                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [status] },
                                },
                            },
                        ],
                    },
                    Example = Write(ApiProblem.Of(status, ways[0].Code, ways[0].Sentence, ways[0].Field, English)),
                },
            },
        };
        if (status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] =
                    new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
            };
        }

        return response;
    }

    /// <summary>One way in which a request is refused.</summary>
    private sealed record ProblemWay(int Status, string Code, string? Field, string Sentence);
}

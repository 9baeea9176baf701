using ChatOpportunities.Domain.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ChatOpportunities.Portal.Access;

/// <summary>Setup is read by managers and admins and written by admins.</summary>
/// <param name="WritesOnly">The page is of use only to those who may write.</param>
internal sealed record SetupRequirement(bool WritesOnly) : IAuthorizationRequirement;

/// <summary>Asks the domain's policy about setup; on a page that shows and changes, the method tells which is wanted.</summary>
internal sealed class SetupHandler : AuthorizationHandler<SetupRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SetupRequirement requirement)
    {
        if (context.Resource is HttpContext http && SignedInPerson.Of(http) is { } caller)
        {
            var reads = !requirement.WritesOnly && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
            if (AccessPolicy.MaySetUp(caller) || (reads && AccessPolicy.MayReadSetup(caller)))
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }
}

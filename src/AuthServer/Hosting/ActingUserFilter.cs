using AuthServer.Account;
using AuthServer.Core.Audit;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Hosting;

/// <summary>On pages users act for themselves, from where they are; a page on which administrators act says so itself.</summary>
internal sealed class ActingUserFilter(ActingParty acting) : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context) => acting.ActFrom(context.HttpContext.Caller());

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // Whoever acted has.
    }
}

using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Account;

/// <summary>Goes on to a path of this server with GET (303, RFC 9110 §15.4.4), so that reloading the page that follows sends no form again.</summary>
public sealed class SeeOtherResult(string path) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        if (!LocalUrl.IsLocal(path))
        {
            throw new InvalidOperationException("A page redirects within this server alone.");
        }

        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = path;
    }
}

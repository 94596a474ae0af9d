using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Hosting;

/// <summary>Lets a page answer with what an endpoint answers with.</summary>
public sealed class ResultAction(IResult result) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}

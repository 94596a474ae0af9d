using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Hosting;

/// <summary>A form without a valid antiforgery token is refused with 400, in words that a person understands.</summary>
internal sealed class FormExpiredFilter : IAsyncAlwaysRunResultFilter
{
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            return next();
        }

        context.Cancel = true;
        return ErrorPage.FormExpired.ExecuteAsync(context.HttpContext);
    }
}

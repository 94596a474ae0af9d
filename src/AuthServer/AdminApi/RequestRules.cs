using System.Collections.Frozen;
using System.Reflection;
using AuthServer.Core.Audit;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi;

/// <summary>
/// What every request has to meet, whatever it asks for: no parameter that its endpoint does not know, none twice, and notes that audit can hold.
/// A mistyped filter is refused, for without it everything would match.
/// </summary>
internal static class RequestRules
{
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var known = endpoint.MethodInfo.GetParameters().SelectMany(NamesOf).ToFrozenSet(StringComparer.Ordinal);
        return context => Check(context, known) is { } errors ? ValueTask.FromResult<object?>(Problems.Invalid(errors)) : next(context);
    }

    private static MemberErrors? Check(EndpointFilterInvocationContext context, FrozenSet<string> known)
    {
        var errors = new MemberErrors();
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            if (!known.Contains(name))
            {
                errors.Add(name, "There is no such parameter here.");
            }
            else if (values.Count > 1)
            {
                errors.Add(name, "The parameter comes more than once.");
            }
        }

        if (context.Arguments.OfType<INoted>().Any(noted => noted.Note?.Length > AuditEvent.MaximumDetailLength)
            || context.HttpContext.Request.Query["note"].ToString().Length > AuditEvent.MaximumDetailLength)
        {
            errors.Add("note", $"A note has at most {AuditEvent.MaximumDetailLength} characters.");
        }

        return errors.Any ? errors : null;
    }

    private static IEnumerable<string> NamesOf(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute))
            ? parameter.ParameterType.GetProperties().Select(property => property.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>()
            : parameter.GetCustomAttribute<FromQueryAttribute>() is { } query ? [query.Name ?? parameter.Name!] : [];
}

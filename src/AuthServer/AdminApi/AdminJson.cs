using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AuthServer.Configuration;

namespace AuthServer.AdminApi;

/// <summary>
/// The JSON of the administration API and of commands: names in snake case, instants in UTC. It is read strictly, for a mistyped condition would end more
/// than was meant: what is not known, comes twice or is null where it may not be is refused by name.
/// </summary>
internal static class AdminJson
{
    public static JsonSerializerOptions Lines { get; } = Made(indented: false);

    public static JsonSerializerOptions Indented { get; } = Made(indented: true);

    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ReadDeclarations } };
    }

    /// <summary>A client is written as the configuration declares one, but for its secrets: those are made by the server, and files are for its operator.</summary>
    private static void ReadDeclarations(JsonTypeInfo type)
    {
        if (type.Type != typeof(ClientDeclaration))
        {
            return;
        }

        foreach (var secret in type.Properties.Where(property => property.Name is "secret" or "secret_file").ToList())
        {
            type.Properties.Remove(secret);
        }

        // Its lists have no setters. One that does nothing lets a null be refused as what it is.
        foreach (var list in type.Properties.Where(property => property.Set is null).ToList())
        {
            list.ObjectCreationHandling = JsonObjectCreationHandling.Populate;
            list.Set = static (_, _) => { };
            list.IsSetNullable = false;
        }
    }

    private static JsonSerializerOptions Made(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = indented };
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}

using System.Text.Json;

namespace AuthServer.Storage.Tests.SessionDirectory;

/// <summary>How PostgreSQL ran a query.</summary>
/// <param name="Time">At the server, planning included, in milliseconds.</param>
public sealed record QueryPlan(double Time, IReadOnlyList<PlanNode> Nodes)
{
    public static QueryPlan Read(JsonElement explained)
    {
        var nodes = new List<PlanNode>();
        Add(explained.GetProperty("Plan"), nodes);
        return new QueryPlan(explained.GetProperty("Planning Time").GetDouble() + explained.GetProperty("Execution Time").GetDouble(), nodes);
    }

    public override string ToString() => string.Join(" < ", Nodes);

    private static double Add(JsonElement element, List<PlanNode> nodes)
    {
        var index = nodes.Count;
        nodes.Add(null!);
        var input = element.TryGetProperty("Plans", out var children) ? children.EnumerateArray().ToList().Sum(child => Add(child, nodes)) : 0;
        var loops = Number(element, "Actual Loops");
        var rows = Number(element, "Actual Rows") * loops;
        nodes[index] = new PlanNode(
            Text(element, "Node Type"),
            Text(element, "Relation Name"),
            Text(element, "Index Name"),
            rows + (loops * (Number(element, "Rows Removed by Filter") + Number(element, "Rows Removed by Index Recheck"))),
            input);
        return rows;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static double Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}

/// <summary>One step of a plan.</summary>
/// <param name="Read">How many rows it looked at.</param>
/// <param name="Input">How many rows the steps below gave it.</param>
public sealed record PlanNode(string Type, string Table, string Index, double Read, double Input)
{
    public override string ToString() => $"{Type}{(Index.Length > 0 ? $" {Index}" : Table.Length > 0 ? $" {Table}" : "")} {Math.Max(Read, Input):F0}";
}

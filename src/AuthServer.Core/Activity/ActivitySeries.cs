namespace AuthServer.Core.Activity;

/// <summary>One name's counts over a period.</summary>
/// <param name="Counts">One for each step, zeros included; of samples the highest in the step.</param>
public sealed record ActivitySeries(string Name, IReadOnlyList<long> Counts);

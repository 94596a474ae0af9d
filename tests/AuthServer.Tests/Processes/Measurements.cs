using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Tests that take the time: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measurements
{
    public const string Name = "Measurements";
}

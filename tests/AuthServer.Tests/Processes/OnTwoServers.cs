using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>Classes of this collection share two server processes and run one after another.</summary>
[CollectionDefinition]
public sealed class OnTwoServers : ICollectionFixture<TwoServers>;

using System.Runtime.CompilerServices;

// The tests abandon and damage clusters the way crashes do, which the public surface does not offer.
[assembly: InternalsVisibleTo("AuthServer.Storage.Tests")]

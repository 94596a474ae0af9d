using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>Data Protection keys in a folder that cannot be reached when a test says so.</summary>
internal sealed class FragileKeyStorage(DirectoryInfo keys) : IXmlRepository
{
    private readonly FileSystemXmlRepository _inner = new(keys, NullLoggerFactory.Instance);

    public bool IsDown { get; set; }

    public IReadOnlyCollection<XElement> GetAllElements() => IsDown ? throw new IOException("The share does not answer.") : _inner.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _inner.StoreElement(element, friendlyName);
}

using AuthServer.Account.MySessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>What devices are called that say of themselves what real ones do, and those that lie.</summary>
public sealed class DeviceNameTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on macOS")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on ChromeOS")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86", "Edge on macOS")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on macOS")]
    [InlineData("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Safari/605.1.15", "Safari on macOS")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera on Windows")]
    [InlineData("Opera/9.80 (Windows NT 6.1; U; en) Presto/2.8.131 Version/11.10", "Opera on Windows")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; .NET CLR 2.0.50727)", "Internet Explorer on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer on Windows")]
    public void A_computer_s_browser_has_its_name_and_that_of_its_system(string userAgent, string name)
    {
        DeviceName.Of(userAgent).Should().Be(name);
        DeviceName.KindOf(userAgent).Should().Be(DeviceKind.Computer);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on Android", DeviceKind.Tablet)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.135 Mobile Safari/537.36 EdgA/131.0.2903.87", "Edge on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.135 Mobile Safari/537.36 OPR/76.2.4027.73374", "Opera on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy S II Build/GRJ22) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", "A browser on Android", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Mobile/15E148 Safari/604.1", "Safari on iPhone", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.134 Mobile/15E148 Safari/604.1", "Chrome on iPhone", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 14_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/131.0.2903.68 Mobile/15E148 Safari/604.1", "Edge on iPhone", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", "App on iPhone", DeviceKind.Phone)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1", "Safari on iPad", DeviceKind.Tablet)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.134 Mobile/15E148 Safari/604.1", "Chrome on iPad", DeviceKind.Tablet)]
    [InlineData("Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) 108.0.5359.1/8.0 TV Safari/537.36", "A browser on a TV", DeviceKind.Unknown)]
    public void A_phone_s_or_tablet_s_has_too(string userAgent, string name, DeviceKind kind)
    {
        DeviceName.Of(userAgent).Should().Be(name);
        DeviceName.KindOf(userAgent).Should().Be(kind);
    }

    [Theory]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("Wget/1.21.4", "Wget")]
    [InlineData("okhttp/4.12.0", "App using okhttp")]
    [InlineData("Dart/3.5 (dart:io)", "App using Dart")]
    [InlineData("Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A)", "App on Android")]
    [InlineData("Notes/412 CFNetwork/1568.200.51 Darwin/24.1.0", "App on an Apple device")]
    [InlineData("MyApp/2.1 (.NET 10.0.0; Linux)", "App using .NET")]
    [InlineData("python-requests/2.32.3", "Script using Python")]
    [InlineData("Python/3.12 aiohttp/3.10.5", "Script using Python")]
    [InlineData("Go-http-client/2.0", "App using Go")]
    [InlineData("PostmanRuntime/7.42.0", "Postman")]
    public void A_program_is_told_from_a_browser(string userAgent, string name)
    {
        DeviceName.Of(userAgent).Should().Be(name);
        DeviceName.KindOf(userAgent).Should().Be(DeviceKind.Program);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Mozilla/5.0")]
    [InlineData("test-browser/1.0")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\0\u202Eexe.\uD800")]
    [InlineData("'; DROP TABLE sessions; --")]
    public void What_says_nothing_is_an_unknown_device(string? userAgent)
    {
        DeviceName.Of(userAgent).Should().Be(DeviceName.Unknown);
        DeviceName.KindOf(userAgent).Should().Be(DeviceKind.Unknown);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) <b>Firefox/1</b> \"onload=alert(1)", "Firefox on Windows")]
    [InlineData("Mozilla/5.0 (This device is safe; X11) Chrome/1 Your administrator has approved it", "Chrome on Linux")]
    public void Nothing_that_a_user_agent_says_is_repeated(string userAgent, string name) => DeviceName.Of(userAgent).Should().Be(name);

    [Fact]
    public void However_long_it_is() => DeviceName.Of("Mozilla/5.0 " + new string('(', 1_000_000)).Should().Be(DeviceName.Unknown);
}

using System.Net;
using System.Text.RegularExpressions;

namespace IntelMQ.Dashboard.Tests.Support;

/// <summary>Uses pages as a browser does: keeps cookies, sends forms with their proof.</summary>
internal sealed partial class PageVisitor(SampleDashboard sample, string prefix)
{
    private string? _form;

    public string? Session { get; set; }

    public string SetCookie { get; private set; } = "";

    public static async Task<PageVisitor> SignInAsync(SampleDashboard sample, string name, string prefix = "")
    {
        var visitor = new PageVisitor(sample, prefix);
        await visitor.SignInAsync(name);
        return visitor;
    }

    public async Task SignInAsync(string name)
    {
        string proof = await ProofAsync("sign-in");
        Reply reply = await SendFormAsync("sign-in", "same-origin", ("proof", proof), ("username", name), ("password", SampleDashboard.Password));
        Assert.Equal(HttpStatusCode.SeeOther, reply.Status);
        SetCookie = reply.Headers["Set-Cookie"];
        Session = Keep(SetCookie, "intelmq-session");
    }

    public Task<Reply> GetAsync(string page) => sample.SendAsync("GET", $"{prefix}/{page}", null, null, ("Cookie", Cookies));

    public async Task<string> ProofAsync(string page)
    {
        Reply reply = await GetAsync(page);
        if (reply.Headers.TryGetValue("Set-Cookie", out string? cookie))
            _form = Keep(cookie, "intelmq-form");
        return Proof().Match(reply.Text).Groups[1].Value;
    }

    public async Task<Reply> PostAsync(string page, params (string Name, string Value)[] fields)
        => await SendFormAsync(page, "same-origin", [("proof", await ProofAsync("")), .. fields]);

    public Task<Reply> SendAsync(string page, HttpContent content)
        => sample.SendAsync("POST", $"{prefix}/{page}", null, content, ("Cookie", Cookies), ("Sec-Fetch-Site", "same-origin"));

    public Task<Reply> SendFormAsync(string page, string site, params (string Name, string Value)[] fields)
        => sample.SendAsync("POST", $"{prefix}/{page}", null, new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))), ("Cookie", Cookies), ("Sec-Fetch-Site", site));

    private string Cookies => $"intelmq-session={Session}; intelmq-form={_form}";

    private static string? Keep(string header, string name) => Regex.Match(header, $"{name}=([0-9a-f]+)").Groups[1].Value;

    [GeneratedRegex("name=\"proof\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Proof();
}

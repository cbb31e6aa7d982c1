using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Core.Tests.Bots.Declaration;

public sealed class SecretTests
{
    [Theory]
    [InlineData("${env:INTELMQ_NO_SUCH_VARIABLE}", "service_key cannot be used: there is no environment variable 'INTELMQ_NO_SUCH_VARIABLE'.")]
    [InlineData("${file:/nowhere/secret}", "service_key cannot be used: the file '/nowhere/secret' cannot be read.")]
    [InlineData("${vault:secret}", "service_key cannot be used: 'vault' is no kind of secrets: env and file are.")]
    public void A_reference_that_leads_nowhere_is_refused(string reference, string complaint)
        => Assert.Equal([complaint], Assert.Throws<BotConfigurationException>(() => Read(reference, SystemSecrets.Instance)).Complaints);

    [Fact]
    public void A_file_is_read_without_its_last_line_end()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, " two words \r\n");

        Assert.Equal(" two words ", Read($"${{file:{path}}}", SystemSecrets.Instance).Reveal());
        File.WriteAllBytes(path, new byte[70_000]);
        Assert.Throws<BotConfigurationException>(() => Read($"${{file:{path}}}", SystemSecrets.Instance));
        File.Delete(path);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("$HOME")]
    [InlineData("${env}")]
    [InlineData("${:name}")]
    [InlineData("${Env:NAME}")]
    [InlineData("${env:NAME")]
    public void A_text_that_is_no_reference_is_the_secret_itself(string text)
    {
        Secret secret = Read(text, SystemSecrets.Instance);

        Assert.Equal(text, secret.Reveal());
        Assert.Null(secret.Reference);
        Assert.Equal("HIDDEN", secret.ToString());
    }

    [Fact]
    public void A_host_looks_secrets_up_where_it_keeps_them()
    {
        using var document = JsonDocument.Parse("""{"service_key": "${vault:a/b:c}"}""");
        var services = new BotServices { Secrets = new Vault() };

        var bot = (DeclaredExpert)DeclaredExpert.Descriptor.Create(document.RootElement, ParameterSource.IntelMQ, services, []);

        Assert.Equal("vault a/b:c", bot.Options.Service.ServiceKey!.Reveal());
    }

    private static Secret Read(string text, ISecretStore secrets)
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(new Dictionary<string, string> { ["service_key"] = text }));
        return ((DeclaredOptions)DeclaredExpert.Descriptor.ReadOptions(document.RootElement, new ParameterReading(ParameterSource.Configuration, secrets), [])).Service.ServiceKey!;
    }

    private sealed class Vault : ISecretStore
    {
        public string? Find(string kind, string name, out string? problem)
        {
            problem = null;
            return $"{kind} {name}";
        }
    }
}

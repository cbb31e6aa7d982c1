using System.Text.Json;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Mistakes;

/// <summary>What somebody gets wrong in a bot's parameters, and what the packages answer: what, where, what to do.</summary>
public sealed class ParameterMistakesTests
{
    [Theory]
    [InlineData(
        "a name with a slip of the pen",
        "intelmq.bots.collectors.file.collector_file",
        """{"path": "/", "postfx": ".csv"}""",
        "there is no parameter 'postfx'; did you mean 'postfix'?")]
    [InlineData(
        "a text for a boolean",
        "intelmq.bots.collectors.file.collector_file",
        """{"path": "/", "delete_file": "yes please"}""",
        "delete_file cannot be \"yes please\": it must be true or false.")]
    [InlineData(
        "a word that is none of the choices",
        "intelmq.bots.experts.deduplicator.expert",
        """{"filter_type": "whitlist"}""",
        "filter_type cannot be \"whitlist\": it must be one of blacklist, whitelist.")]
    [InlineData(
        "a filter without a criterion",
        "intelmq.bots.experts.filter.expert",
        "{}",
        "there is nothing to filter by: give filter_key, filter_value and filter_action (drop or keep), or not_before or not_after.")]
    [InlineData(
        "an action that there is not",
        "intelmq.bots.experts.filter.expert",
        """{"filter_key": "source.ip", "filter_value": "192.0.2.1", "filter_action": "remove"}""",
        "filter_action cannot be 'remove': it must be drop or keep.")]
    [InlineData(
        "a pattern that is cut short",
        "intelmq.bots.experts.filter.expert",
        """{"filter_key": "source.fqdn", "filter_value": "(www", "filter_regex": true, "filter_action": "drop"}""",
        "filter_value is no regular expression: a closing parenthesis is missing (at character 4).")]
    [InlineData(
        "a template with a filter that there is not",
        "intelmq.bots.experts.jinja.expert",
        """{"fields": {"extra.note": "{{ source.ip | uper }}"}}""",
        "fields: the template for extra.note is not understood, line 1, column 16: there is no filter 'uper'.")]
    public void A_wrong_parameter_is_named_with_what_it_must_be(string mistake, string module, string parameters, string complaint)
    {
        BotConfigurationException thrown = Refused(module, parameters);
        Assert.True(thrown.Complaints.Contains(complaint), $"{mistake}: {thrown.Message}");
        Assert.StartsWith(module, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_parameters_are_named_at_once()
    {
        BotConfigurationException thrown = Refused("intelmq.bots.collectors.file.collector_file", """{"pth": "/", "delete_file": 3, "chunk_siz": 1}""");
        Assert.Equal(3, thrown.Complaints.Count);
    }

    [Theory]
    [InlineData("intelmq.bots.parser.shadowserver.parser", "There is no bot 'intelmq.bots.parser.shadowserver.parser'; did you mean 'intelmq.bots.parsers.shadowserver.parser'?")]
    [InlineData("shadowserver", "There is no bot 'shadowserver'; bots are named by their whole module path: intelmq.bots.collectors.shadowserver.collector_reports_api, intelmq.bots.parsers.shadowserver.parser.")]
    [InlineData("no such thing", "There is no bot 'no such thing'.")]
    [InlineData("spamhaus", "There is no bot 'spamhaus'; bots are named by their whole module path: intelmq.bots.parsers.spamhaus.parser_cert, intelmq.bots.parsers.spamhaus.parser_drop, ")]
    [InlineData("intelmq.bots.collectors.mail.collector_mail_url", "There is no bot 'intelmq.bots.collectors.mail.collector_mail_url' in the catalogue: it is in the package IntelMQ.Mail. Reference that, and add MailBots.All to the catalogue.")]
    [InlineData("intelmq.bots.colectors.mail.collector_mail_url", "There is no bot 'intelmq.bots.colectors.mail.collector_mail_url'; did you mean 'intelmq.bots.collectors.mail.collector_mail_url'? There is none in the catalogue: it is in the package IntelMQ.Mail.")]
    [InlineData("intelmq.bots.collectors.twitter.collector_twitter", "There is no bot 'intelmq.bots.collectors.twitter.collector_twitter' here, though IntelMQ has it: its service closed the interface that it asked, and IntelMQ 3.4 removed it.")]
    public void A_module_that_there_is_not_is_answered_with_the_one_that_was_probably_meant(string module, string message)
        => Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Catalogs.Standard.Get(module)).Message, StringComparison.Ordinal);

    private static BotConfigurationException Refused(string module, string parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        return Assert.Throws<BotConfigurationException>(
            () => Catalogs.Standard.Get(module).Create(document.RootElement, ParameterSource.Configuration, BotServices.Default, []));
    }
}

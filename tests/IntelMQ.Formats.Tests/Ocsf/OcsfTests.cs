using System.Text.Json;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Ocsf;

public sealed class OcsfTests
{
    [Fact]
    public void Findings_of_ten_thousand_events_of_all_classifications_are_what_ocsf_allows()
    {
        foreach (Event message in SampleEvents.Many(10_000))
        {
            using JsonDocument document = JsonDocument.Parse(message.ToOcsf());
            Assert.Empty(OcsfValidator.Complaints(document.RootElement));
        }
    }

    [Fact]
    public void A_vulnerable_system_is_a_finding_of_its_weaknesses()
    {
        var message = new Event();
        message["classification.type"] = "vulnerable-system";
        message["source.ip"] = "192.0.2.7";
        message["product.vulnerabilities"] = "CVE-2026-0001, CVE-2026-0002";
        using JsonDocument document = JsonDocument.Parse(message.ToOcsf());
        Assert.Equal(2002, document.RootElement.GetProperty("class_uid").GetInt32());
        Assert.Equal("192.0.2.7", document.RootElement.GetProperty("resources")[0].GetProperty("ip").GetString());
        Assert.Equal(["CVE-2026-0001", "CVE-2026-0002"], document.RootElement.GetProperty("vulnerabilities").EnumerateArray().Select(static one => one.GetProperty("cve").GetProperty("uid").GetString()));
    }

    [Fact]
    public void A_finding_of_another_program_is_read()
    {
        Event message = Assert.Single(Formats.Ocsf.Read("""
            {"class_uid": 2004, "time": 1777896000123, "metadata": {"product": {"name": "Sensor"}}, "finding_info": {"types": ["c2-server"]},
             "evidences": [{"src_endpoint": {"ip": "192.0.2.7", "port": 443}, "file": {"hashes": [{"algorithm_id": 1, "value": "d41d8cd98f00b204e9800998ecf8427e"}]}}]}
            """u8).Events);
        Assert.Equal(
            """{"classification.type": "c2-server", "malware.hash.md5": "d41d8cd98f00b204e9800998ecf8427e", "source.ip": "192.0.2.7", "source.port": 443, "time.source": "2026-05-04T12:00:00.123+00:00"}""",
            System.Text.Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
    }
}

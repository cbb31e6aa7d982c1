using System.Globalization;
using System.Text;
using System.Xml;
using IntelMQ.Http;

namespace IntelMQ.Bots.Collectors;

/// <summary>The messages of TAXII 1.1 in XML, as far as polling needs them.</summary>
internal static class TaxiiMessages
{
    private const string Names = "http://taxii.mitre.org/messages/taxii_xml_binding-1.1";

    /// <summary>Asks which services there are.</summary>
    public static byte[] Discovery(string id) => Write("Discovery_Request", id, static _ => { });

    /// <summary>Asks for what a collection got in a span of time.</summary>
    public static byte[] Poll(string id, string collection, DateTimeOffset from, DateTimeOffset to) => Write("Poll_Request", id, writer =>
    {
        writer.WriteAttributeString("collection_name", collection);
        writer.WriteElementString("Exclusive_Begin_Timestamp", Names, Time(from));
        writer.WriteElementString("Inclusive_End_Timestamp", Names, Time(to));
        writer.WriteStartElement("Poll_Parameters", Names);
        writer.WriteAttributeString("allow_asynch", "false");
        writer.WriteElementString("Response_Type", Names, "FULL");
        writer.WriteEndElement();
    });

    /// <summary>Asks for the next part of an answer.</summary>
    public static byte[] Fulfillment(string id, string collection, string result, int part) => Write("Poll_Fulfillment", id, writer =>
    {
        writer.WriteAttributeString("collection_name", collection);
        writer.WriteAttributeString("result_id", result);
        writer.WriteAttributeString("result_part_number", part.ToString(CultureInfo.InvariantCulture));
    });

    /// <summary>The address of the service that is polled; <see langword="null"/> where there is none.</summary>
    /// <exception cref="HttpServiceException">The answer is none of TAXII.</exception>
    public static string? PollAddress(byte[] answer)
    {
        string? address = null;
        ReadAll(answer, reader =>
        {
            if (reader.LocalName != "Service_Instance" || reader.GetAttribute("service_type") != "POLL" || address is not null)
                return;
            using XmlReader service = reader.ReadSubtree();
            while (service.Read())
            {
                if (service.NodeType == XmlNodeType.Element && service.LocalName == "Address")
                    address = service.ReadElementContentAsString().Trim();
            }
        });
        return address;
    }

    /// <summary>The content of an answer to a poll.</summary>
    /// <exception cref="HttpServiceException">The answer is none of TAXII, or says that the poll has failed.</exception>
    public static TaxiiPollAnswer PollAnswer(byte[] answer)
    {
        var content = new List<byte[]>();
        (bool More, string Result, int Part) rest = (false, "", 1);
        string? status = null;
        ReadAll(answer, reader =>
        {
            switch (reader.LocalName)
            {
                case "Poll_Response":
                    bool more = reader.GetAttribute("more") is "true" or "1";
                    int part = int.TryParse(reader.GetAttribute("result_part_number"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 1;
                    rest = (more, reader.GetAttribute("result_id") ?? "", part);
                    break;
                case "Status_Message":
                    status = reader.GetAttribute("status_type") ?? "no status";
                    break;
                case "Content":
                    content.Add(Encoding.UTF8.GetBytes(ContentOf(reader)));
                    break;
            }
        });
        if (status is not null)
            throw new HttpServiceException($"The TAXII service refuses the poll: {Text.Printable.Of(status)}.");
        return new TaxiiPollAnswer(content, rest.More, rest.Result, rest.Part);
    }

    // Text, or a document within the document.
    private static string ContentOf(XmlReader reader)
    {
        using XmlReader content = reader.ReadSubtree();
        var text = new StringBuilder();
        content.Read();
        while (content.Read())
        {
            if (content.NodeType == XmlNodeType.Element)
                return content.ReadOuterXml();
            if (content.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text.Append(content.Value);
        }

        return text.ToString();
    }

    private static void ReadAll(byte[] answer, Action<XmlReader> element)
    {
        try
        {
            using XmlReader reader = SafeXml.Read(answer);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                    element(reader);
            }
        }
        catch (XmlException exception)
        {
            throw new HttpServiceException($"The answer of the TAXII service is no XML that may be read: {Text.Printable.Of(exception.Message)}", exception);
        }
    }

    private static byte[] Write(string name, string id, Action<XmlWriter> rest)
    {
        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            writer.WriteStartElement("taxii_11", name, Names);
            writer.WriteAttributeString("message_id", id);
            rest(writer);
            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}

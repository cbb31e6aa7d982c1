using System.Xml;

namespace IntelMQ.Bots.Collectors;

/// <summary>Reads XML that others have written: no document types, no entities of its own, nothing from elsewhere.</summary>
internal static class SafeXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a document; what is wrong with it is told as it is met (<see cref="XmlException"/>).</summary>
    public static XmlReader Read(byte[] document) => XmlReader.Create(new MemoryStream(document), Settings);
}

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>How an uploaded table is written.</summary>
public enum TableFormat
{
    /// <summary>Cells with a delimiter between, quoted as RFC 4180 says.</summary>
    Csv,

    /// <summary>An object on each line, as Shodan's downloads have it. Members of members are columns with dots between, such as <c>location.country_code</c>.</summary>
    JsonLines,

    /// <summary>Addresses, networks or names with blanks, commas or line ends between; <c>192.0.2[.]7</c> is read as it is meant.</summary>
    AddressList,

    /// <summary>The first sheet of an Excel workbook.</summary>
    Xlsx,
}

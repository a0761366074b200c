using System.Globalization;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>Parameter types. CloudFormation asks the account whether an id of an AWS type exists; a local run can only look at its shape.</summary>
internal static partial class ParameterTypes
{
    private static readonly Dictionary<string, string> ShapeOf = new()
    {
        ["AWS::EC2::VPC::Id"] = "vpc-",
        ["AWS::EC2::Subnet::Id"] = "subnet-",
        ["AWS::EC2::SecurityGroup::Id"] = "sg-",
        ["AWS::EC2::Instance::Id"] = "i-",
        ["AWS::EC2::Image::Id"] = "ami-",
        ["AWS::EC2::Volume::Id"] = "vol-",
        ["AWS::EC2::AvailabilityZone::Name"] = "",
        ["AWS::EC2::KeyPair::KeyName"] = "",
        ["AWS::EC2::SecurityGroup::GroupName"] = "",
        ["AWS::Route53::HostedZone::Id"] = "",
        ["AWS::SSM::Parameter::Name"] = "",
    };

    public static void Check(string name, string type, string value, TemplatePath path)
    {
        var element = ListPattern().Match(type) is { Success: true } list ? list.Groups[1].Value : type;
        if (element.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal))
            throw new TemplateException(path.At("Type"), $"Parameter '{name}': Systems Manager is not asked in a local run; use type String.");
        if (element is "String" or "CommaDelimitedList")
            return;

        if (element == "Number")
        {
            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                throw new TemplateException(path, $"Parameter '{name}' must be a number.");
        }
        else if (!ShapeOf.TryGetValue(element, out var prefix))
        {
            throw new TemplateException(path.At("Type"), $"Parameter '{name}': CloudFormation has no parameter type {type}.");
        }
        else if (!value.StartsWith(prefix, StringComparison.Ordinal) || value.Length == prefix.Length)
        {
            throw new TemplateException(path, $"Parameter '{name}' must be an id of the type {element} ({prefix}...); it is '{value}'.");
        }
    }

    [GeneratedRegex("^List<(.+)>$", RegexOptions.CultureInvariant)]
    private static partial Regex ListPattern();
}

using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>Request validators: what a method requires of parameters and bodies, in the three spellings.</summary>
internal static class ValidationReader
{
    public static RequestValidation? OfMethod(ApiContext api, TemplateNode method)
    {
        var id = method["RequestValidatorId"];
        if (!id.Exists)
            return null;

        var validator = api.OfType("AWS::ApiGateway::RequestValidator").FirstOrDefault(v => api.Template.RefOf(v) == id.RequiredText)
            ?? throw new TemplateException(id.Path, "The request validator is not in this template.");
        return Make(
            validator.Properties["ValidateRequestParameters"].Flag == true,
            validator.Properties["ValidateRequestBody"].Flag == true,
            method["RequestParameters"].Members().Where(parameter => IsRequired(parameter.Node)).Select(parameter => Parse(parameter.Name, parameter.Node.Path)),
            method["RequestModels"].Members().Select(model => KeyValuePair.Create(model.Name, SchemaNamed(api, model.Node))));
    }

    /// <param name="ignored">Gets a validator that does not exist: API Gateway validates nothing then.</param>
    public static RequestValidation? OfOperation(ApiContext api, TemplateNode item, TemplateNode operation, List<string> ignored)
    {
        var name = operation["x-amazon-apigateway-request-validator"] is { Exists: true } own ? own : api.Body["x-amazon-apigateway-request-validator"];
        if (!name.Exists)
            return null;

        var validator = api.Body["x-amazon-apigateway-request-validators"][name.RequiredText];
        if (!validator.Exists)
        {
            ignored.Add(api.Ignore(name.Path, $"the request validator '{name.Text}', which is not in x-amazon-apigateway-request-validators"));
            return null;
        }

        List<TemplateNode> parameters = [.. item["parameters"].Items().Concat(operation["parameters"].Items()).Select(parameter => Referred(api, parameter))];
        return Make(
            validator["validateRequestParameters"].Flag == true,
            validator["validateRequestBody"].Flag == true,
            parameters.Where(p => p["required"].Flag == true && p["in"].Text is "query" or "header" or "path")
                .Select(p => new RequestParameter(p["in"].Text == "query" ? "querystring" : p["in"].RequiredText, p["name"].RequiredText)),
            [
                .. Referred(api, operation["requestBody"])["content"].Members().Where(content => content.Node["schema"].Exists)
                    .Select(content => KeyValuePair.Create(content.Name, content.Node["schema"].Value!)),
                .. parameters.Where(p => p["in"].Text == "body" && p["schema"].Exists).Select(p => KeyValuePair.Create("application/json", p["schema"].Value!)),
            ]);
    }

    // "#/components/parameters/Id", or "#/parameters/Id" in Swagger 2.0, is a member of the description.
    private static TemplateNode Referred(ApiContext api, TemplateNode node) =>
        node.IsObject && node["$ref"].Text is { } reference && reference.StartsWith("#/", StringComparison.Ordinal)
            ? reference[2..].Split('/').Aggregate(api.Body, (owner, name) => owner[name]) is { Exists: true } found
                ? found
                : throw new TemplateException(node.Path, $"The description has no {reference}.")
            : node;

    public static RequestValidation? OfEvent(ApiContext api, TemplateNode written)
    {
        var model = written["RequestModel"];
        var (body, parameters) = (model["ValidateBody"].Flag == true, model["ValidateParameters"].Flag == true);
        if (!body && !parameters)
            return null;

        var name = model["Model"].RequiredText;
        var schema = api.Resource.Properties["Models"][name].Value ?? throw new TemplateException(model.Path, $"The API defines no model named {name}.");
        return Make(
            parameters, body, written["RequestParameters"].Items().SelectMany(Required), [KeyValuePair.Create("application/json", schema)]);

        // A string is a parameter that is not required; an object says { name: { Required } }.
        static IEnumerable<RequestParameter> Required(TemplateNode parameter) => !parameter.IsObject ? []
            : parameter.Members().Where(p => p.Node["Required"].Flag == true).Select(p => Parse(p.Name, p.Node.Path));
    }

    /// <summary>The models by name, which schemas may refer to.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Models(ApiContext api)
    {
        var models = new Dictionary<string, JsonNode>();
        foreach (var (name, schema) in api.Body["components"]["schemas"].Members()
            .Concat(api.Body["definitions"].Members())
            .Concat(api.IsSam ? api.Resource.Properties["Models"].Members() : []))
            models[name] = schema.Value!;
        foreach (var model in api.OfType("AWS::ApiGateway::Model").Where(m => m.Properties["Schema"].Exists))
            models[api.Template.RefOf(model)] = SchemaOf(model);

        return models;
    }

    private static RequestValidation? Make(
        bool parameters, bool body, IEnumerable<RequestParameter> required, IEnumerable<KeyValuePair<string, JsonNode>> schemas) =>
        !parameters && !body ? null : new(parameters ? [.. required] : [], body ? new Dictionary<string, JsonNode>(schemas) : null);

    // Every API has the models Empty and Error.
    private static JsonNode SchemaNamed(ApiContext api, TemplateNode name) =>
        api.OfType("AWS::ApiGateway::Model").FirstOrDefault(model => api.Template.RefOf(model) == name.RequiredText) is { } found ? SchemaOf(found)
        : name.Text is "Empty" or "Error" ? new JsonObject()
        : throw new TemplateException(name.Path, $"The template has no model named {name.Text}.");

    // A schema may be written as a string.
    private static JsonNode SchemaOf(ResolvedResource model)
    {
        var schema = model.Properties["Schema"];
        try
        {
            return schema.Value is JsonValue text ? JsonNode.Parse(text.ToString())! : schema.Value ?? new JsonObject();
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new TemplateException(schema.Path, $"The schema is not JSON: {exception.Message}");
        }
    }

    private static bool IsRequired(TemplateNode parameter) => parameter.IsObject ? parameter["Required"].Flag == true : parameter.Flag == true;

    // method.request.querystring.id
    private static RequestParameter Parse(string written, TemplatePath path) =>
        written.Split('.', 4) is ["method", "request", var place, var name] && place is ("querystring" or "header" or "path")
            ? new(place, name)
            : throw new TemplateException(path, $"'{written}' is not method.request.{{querystring|header|path}}.{{name}}.");
}

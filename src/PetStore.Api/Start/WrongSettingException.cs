namespace PetStore.Api.Start;

/// <summary>A setting has a value that cannot work. The message names both and says what would work.</summary>
internal sealed class WrongSettingException(string setting, string? value, string remedy, Exception? inner = null)
    : Exception($"{setting} is '{value}'. {remedy}", inner);

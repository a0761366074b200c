export default {
  input: "openapi.json",
  output: { path: "hey-api", importFileExtension: ".js", tsConfigPath: null },
  plugins: ["@hey-api/client-fetch"],
};

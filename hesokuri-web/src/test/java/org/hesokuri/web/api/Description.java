package org.hesokuri.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What {@code openapi.json} promises to programs. */
public final class Description {

  private static final String PLACE = "https://hesokuri.example/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry schemas;

  private Description(String text) {
    this.document = new ObjectMapper().readTree(text);
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(PLACE, text)));
  }

  public static Description read() throws IOException {
    try (InputStream text = ApiRoutes.class.getResourceAsStream("openapi.json")) {
      return new Description(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  JsonNode document() {
    return document;
  }

  /** Each operation, such as {@code GET /api/v1/state}. */
  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .get("paths")
        .propertyStream()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(method -> operations.add(method.toUpperCase() + " " + path.getKey())));
    return operations;
  }

  /** Checks that an answer is as promised. */
  public void describes(String operation, int status, String contentType, String body) {
    String[] parts = operation.split(" ");
    JsonNode responses =
        document.get("paths").get(parts[1]).get(parts[0].toLowerCase()).get("responses");
    String key = responses.has("" + status) ? "" + status : "default";
    JsonNode response = responses.get(key);
    String pointer =
        response.has("$ref")
            ? response.get("$ref").asString()
            : "#/paths/" + escaped(parts[1]) + "/" + parts[0].toLowerCase() + "/responses/" + key;
    JsonNode promised = response.has("$ref") ? document.at(pointer.substring(1)) : response;
    assertThat(promised.get("content").propertyNames())
        .as("types of %s %s", operation, status)
        .contains(contentType);
    conforms(pointer + "/content/" + escaped(contentType) + "/schema", operation, body);
  }

  /** Checks that a text is what one of the named schemas promises. */
  public void describes(String schema, String body) {
    conforms("#/components/schemas/" + schema, schema, body);
  }

  private void conforms(String pointer, String what, String body) {
    Schema schema = schemas.getSchema(SchemaLocation.of(PLACE + pointer));
    List<Error> errors =
        schema.validate(
            body,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    assertThat(errors).as("%s answered %s", what, body).isEmpty();
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }
}

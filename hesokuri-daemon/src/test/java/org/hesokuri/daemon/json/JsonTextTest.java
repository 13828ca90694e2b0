package org.hesokuri.daemon.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

  @Test
  void escapesWhateverATerminalMightTakeForSomethingElse() {
    String hostile = "a\"b\\\u001b[31m\u202e\u0085é\ud83d\ude00\u007f";
    String json = JsonText.object(fields -> fields.writeStringField("x", hostile));
    assertThat(json)
        .isEqualTo("{\"x\":\"a\\\"b\\\\\\u001B[31m\\u202e\\u0085\\u00e9\\ud83d\\ude00\\u007f\"}");
  }

  @Test
  void writesObjectsAndTexts() {
    assertThat(
            JsonText.objects(
                List.of(
                    json -> json.writeNumberField("a", 1),
                    json -> JsonText.texts(json, "b", List.of("x", "y")))))
        .isEqualTo("[{\"a\":1},{\"b\":[\"x\",\"y\"]}]");
    assertThat(JsonText.objects(List.of())).isEqualTo("[]");
  }
}

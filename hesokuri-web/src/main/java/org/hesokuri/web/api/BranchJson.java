package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.UnsafeSince;
import org.hesokuri.web.json.Json;

/** A branch in JSON, with what each peer holds of it. */
final class BranchJson {

  private BranchJson() {}

  static void write(JsonGenerator json, BranchStatus branch) throws IOException {
    json.writeStringField("name", branch.name().text());
    json.writeStringField("role", branch.role().<String>fold(local -> "local", copy -> "copy"));
    Json.Fields copied =
        branch
            .role()
            .<Json.Fields>fold(
                local -> none -> {},
                copy ->
                    fields -> {
                      fields.writeStringField("copyOf", copy.name().branch().text());
                      fields.writeStringField("copyFrom", copy.name().from().name());
                    });
    copied.write(json);
    json.writeStringField("tip", branch.tip().toString());
    json.writeBooleanField("liveEdit", branch.liveEdit());
    json.writeBooleanField("unwanted", branch.unwanted());
    json.writeBooleanField("checkedOut", branch.checkedOut());
    json.writeBooleanField("onEveryPeer", UnsafeSince.isOnEveryPeer(branch));
    json.writeObjectFieldStart("peers");
    for (Map.Entry<PeerId, Holding> each : branch.peers().entrySet()) {
      Json.object(json, each.getKey().name(), holding(each.getValue()));
    }
    json.writeEndObject();
    if (branch.attention().isPresent()) {
      Json.object(json, "attention", attention(branch.attention().get()));
    }
  }

  private static Json.Fields attention(BranchStatus.Attention attention) {
    return json -> {
      json.writeStringField("kind", Json.word(attention.kind()));
      json.writeStringField("text", attention.text());
      Json.instant(json, "since", attention.since());
    };
  }

  private static Json.Fields holding(Holding holding) {
    return holding.fold(
        BranchJson::exactly, BranchJson::inside, BranchJson::lacking, BranchJson::notMeant);
  }

  private static Json.Fields exactly(Holding.Exactly exactly) {
    return json -> {
      json.writeStringField("is", "exactly");
      Json.instant(json, "saidAt", exactly.saidAt());
    };
  }

  private static Json.Fields inside(Holding.Inside inside) {
    return json -> {
      json.writeStringField("is", "inside");
      Json.instant(json, "saidAt", inside.saidAt());
      json.writeStringField("branch", inside.branch().text());
      json.writeStringField("at", inside.at().toString());
    };
  }

  private static Json.Fields lacking(Holding.Lacking lacking) {
    return json -> {
      json.writeStringField("is", "lacking");
      Json.instant(json, "saidAt", lacking.saidAt());
      Json.text(json, "last", lacking.last());
      json.writeStringField("why", lacking.why());
    };
  }

  private static Json.Fields notMeant(Holding.NotMeant notMeant) {
    return json -> {
      json.writeStringField("is", "notMeant");
      json.writeStringField("why", notMeant.why());
    };
  }
}

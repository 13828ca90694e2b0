package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.util.Map;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.json.Json;

/** A source in JSON: in short for the list of all, and in full with a part of its branches. */
final class SourceJson {

  private SourceJson() {}

  static void inShort(JsonGenerator json, SourceStatus source) throws IOException {
    json.writeStringField("id", SourceId.of(source.path()).text());
    json.writeStringField("path", source.path().text());
    Json.object(json, "state", state(source.state()));
    Json.object(json, "branches", Counts.of(source.branches())::write);
    json.writeNumberField("keptTips", source.keptTips());
    json.writeObjectFieldStart("peerProblems");
    for (Map.Entry<PeerId, SourceStatus.PeerProblem> each : source.peerProblems().entrySet()) {
      Json.object(json, each.getKey().name(), problem(each.getValue()));
    }
    json.writeEndObject();
    Json.texts(json, "remarks", source.remarks());
  }

  static byte[] inFull(SourceStatus source, Slice.Bounds bounds) {
    return Json.object(
        json -> {
          inShort(json, source);
          Json.object(json, "definition", definition(source.source()));
          Slice.of(source.branches(), branch -> branch.name().text(), bounds)
              .write(json, "items", BranchJson::write);
        });
  }

  private static Json.Fields state(SourceStatus.State state) {
    return state.fold(
        starting -> json -> json.writeStringField("is", "starting"),
        running ->
            json -> {
              json.writeStringField("is", "running");
              Json.instant(json, "lookedAt", running.lookedAt());
            },
        stopped ->
            json -> {
              json.writeStringField("is", "stopped");
              json.writeStringField("why", stopped.why());
              Json.instant(json, "since", stopped.since());
            });
  }

  static Json.Fields problem(SourceStatus.PeerProblem problem) {
    return json -> {
      json.writeStringField("why", problem.why());
      Json.instant(json, "since", problem.since());
      Json.instant(json, "nextTry", problem.nextTry());
    };
  }

  private static Json.Fields definition(Source source) {
    return json -> {
      json.writeObjectFieldStart("hostToPath");
      for (Map.Entry<PeerId, RepoPath> each : source.paths().entrySet()) {
        json.writeStringField(each.getKey().name(), each.getValue().text());
      }
      json.writeEndObject();
      Json.object(
          json,
          "liveEditBranches",
          source
              .liveEdit()
              .<Json.Fields>fold(
                  only -> names("only", only.names()), except -> names("except", except.names())));
      Json.texts(json, "unwantedBranches", source.unwanted().branches().keySet());
      json.writeNumberField("keepDays", source.keepFor().toDays());
    };
  }

  private static Json.Fields names(String rule, ImmutableSortedSet<String> names) {
    return json -> Json.texts(json, rule, names);
  }
}

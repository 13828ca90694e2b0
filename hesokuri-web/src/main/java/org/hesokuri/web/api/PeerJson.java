package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.json.Json;

/** A peer in JSON: in short for the list of all, and in full with a part of its sources. */
final class PeerJson {

  private PeerJson() {}

  static void inShort(JsonGenerator json, SyncStatus status, PeerStatus peer) throws IOException {
    List<SourceStatus> shared = sharedWith(status, peer.peer());
    json.writeStringField("id", peer.peer().name());
    Json.object(json, "reach", reach(peer.reach()));
    Json.object(json, "talks", talks(peer.talks()));
    json.writeNumberField("sources", shared.size());
    json.writeNumberField(
        "lackingBranches", shared.stream().mapToInt(source -> lacking(source, peer.peer())).sum());
  }

  static byte[] inFull(SyncStatus status, PeerStatus peer, Slice.Bounds bounds) {
    return Json.object(
        json -> {
          inShort(json, status, peer);
          Slice.of(
                  sharedWith(status, peer.peer()),
                  source -> SourceId.of(source.path()).text(),
                  bounds)
              .write(json, "items", (item, source) -> source(item, source, peer.peer()));
        });
  }

  private static void source(JsonGenerator json, SourceStatus source, PeerId peer)
      throws IOException {
    json.writeStringField("id", SourceId.of(source.path()).text());
    json.writeStringField("path", source.path().text());
    Json.text(json, "pathThere", source.source().pathOn(peer));
    json.writeNumberField("lackingBranches", lacking(source, peer));
    Optional<SourceStatus.PeerProblem> problem =
        Optional.ofNullable(source.peerProblems().get(peer));
    if (problem.isPresent()) {
      Json.object(json, "problem", SourceJson.problem(problem.get()));
    }
  }

  private static List<SourceStatus> sharedWith(SyncStatus status, PeerId peer) {
    return status.sources().stream()
        .filter(source -> source.source().pathOn(peer).isPresent())
        .toList();
  }

  private static int lacking(SourceStatus source, PeerId peer) {
    int lacking = 0;
    for (BranchStatus branch : source.branches()) {
      lacking +=
          Optional.ofNullable(branch.peers().get(peer)).filter(Counts::isLacking).isPresent()
              ? 1
              : 0;
    }
    return lacking;
  }

  private static Json.Fields talks(PeerStatus.Talks talks) {
    return json -> {
      json.writeNumberField("underWay", talks.underWay());
      json.writeNumberField("waiting", talks.waiting());
      if (talks.answeredIn().isPresent()) {
        json.writeNumberField("answeredInMillis", talks.answeredIn().get().toNanos() / 1e6);
      }
      json.writeNumberField("bytesSent", talks.traffic().sent());
      json.writeNumberField("bytesReceived", talks.traffic().received());
    };
  }

  private static Json.Fields reach(PeerStatus.Reach reach) {
    return reach.fold(
        notTried -> json -> json.writeStringField("is", "notTried"),
        met ->
            json -> {
              json.writeStringField("is", "met");
              Json.instant(json, "since", met.since());
              Json.instant(json, "last", met.last());
            },
        failing ->
            json -> {
              json.writeStringField("is", "failing");
              json.writeStringField("kind", Json.word(failing.kind()));
              json.writeStringField("why", failing.why());
              Json.instant(json, "since", failing.since());
              Json.instant(json, "lastMet", failing.lastMet());
              Json.instant(json, "nextTry", failing.nextTry());
            });
  }
}

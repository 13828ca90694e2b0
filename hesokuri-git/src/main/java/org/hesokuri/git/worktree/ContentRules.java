package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.util.io.EolStreamTypeUtil;

/** How the attributes of paths change what is written; refuses what only C git writes right. */
final class ContentRules {

  private static final String ATTRIBUTES = ".gitattributes";
  private static final Path SYSTEM = Path.of("/etc/gitattributes");

  private static final Pattern DRIVER = Pattern.compile("filter=([^ \\t\\r\\n]*)");

  private final Repository repository;
  private final Settings settings;
  private final WorktreeHome home;
  private final WorkingTreeOptions options;
  private final AttributesNodeProvider outside;

  ContentRules(Repository repository, GitProgram git, Settings settings, WorktreeHome home)
      throws IOException, Stopped {
    this.repository = repository;
    this.settings = settings;
    this.home = home;
    this.options = settings.lineEnds();
    byte[] user =
        settings
            .text("core.attributesfile")
            .map(path -> path.startsWith("~/") ? git.inHome(path.substring(2)) : absolute(path))
            .orElseGet(
                () ->
                    Optional.ofNullable(git.environment().get("XDG_CONFIG_HOME"))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, "git/attributes"))
                        .or(() -> git.inHome(".config/git/attributes")))
            .map(ContentRules::read)
            .orElse(new byte[0]);
    String global =
        new String(read(SYSTEM), StandardCharsets.UTF_8)
            + "\n"
            + new String(user, StandardCharsets.UTF_8);
    byte[] info = read(home.commonDir().resolve("info/attributes"));
    if (needsFilter(info)) {
      throw filtered(".git/info/attributes");
    }
    this.outside = provider(global.getBytes(StandardCharsets.UTF_8), info);
  }

  private static Optional<Path> absolute(String path) {
    return Optional.of(Path.of(path)).filter(Path::isAbsolute);
  }

  private static byte[] read(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      // What cannot be read does not count for C git either.
      return new byte[0];
    }
  }

  private static AttributesNodeProvider provider(byte[] global, byte[] info) throws IOException {
    AttributesNode globalNode = parsed(global);
    AttributesNode infoNode = parsed(info);
    return new AttributesNodeProvider() {
      @Override
      public AttributesNode getInfoAttributesNode() {
        return infoNode;
      }

      @Override
      public AttributesNode getGlobalAttributesNode() {
        return globalNode;
      }
    };
  }

  private static AttributesNode parsed(byte[] text) throws IOException {
    AttributesNode node = new AttributesNode();
    node.parse(new ByteArrayInputStream(text));
    return node;
  }

  private boolean needsFilter(byte[] attributes) {
    return new String(attributes, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> DRIVER.matcher(line).results())
        .anyMatch(driver -> settings.hasFilter(driver.group(1)));
  }

  private Stopped filtered(String file) {
    return Stopped.refused(
        file
            + " asks for a filter (such as LFS or crypt), which Hesokuri does not run; run"
            + " `git merge --ff-only` in "
            + home.files()
            + " yourself");
  }

  /** Refuses trees in which any path, changed or not, needs a filter. */
  void refuseFilters(IndexFile index, Collection<Change> changes) throws IOException, Stopped {
    Set<ObjectId> seen = new HashSet<>();
    for (int entry : index.named(ATTRIBUTES)) {
      refuseFilter(index.nameAt(entry), index.entryAt(entry).id(), seen);
    }
    for (Change change : changes) {
      if (isAttributes(change.path()) && change.after().isPresent()) {
        refuseFilter(change.path(), change.after().get().id(), seen);
      }
    }
    refuseUnknownAttributes(index, changes);
  }

  private static boolean isAttributes(String path) {
    return path.equals(ATTRIBUTES) || path.endsWith("/" + ATTRIBUTES);
  }

  private void refuseFilter(String path, ObjectId id, Set<ObjectId> seen)
      throws IOException, Stopped {
    if (seen.add(id) && needsFilter(repository.open(id, Constants.OBJ_BLOB).getBytes())) {
      throw filtered(path);
    }
  }

  /** C git also obeys an attributes file that is ignored, where none is tracked. */
  private void refuseUnknownAttributes(IndexFile index, Collection<Change> changes) throws Stopped {
    Set<String> folders = new HashSet<>();
    for (Change change : changes) {
      String path = change.path();
      for (int end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
        if (!folders.add(path.substring(0, end + 1)) || end < 0) {
          break;
        }
      }
    }
    for (String folder : folders) {
      Path file = home.files().resolve(folder + ATTRIBUTES);
      String name = IndexFile.name((folder + ATTRIBUTES).getBytes(StandardCharsets.UTF_8));
      if (index.entry(name).isEmpty() && FileContent.isThere(file)) {
        throw Stopped.refused(
            folder + ATTRIBUTES + " is not tracked, but changes how files are written", file);
      }
    }
  }

  /** The line ends of each path in the tree; paths that the tree does not have are left out. */
  ImmutableMap<String, LineEnds> lineEnds(RevTree tree, List<String> paths)
      throws IOException, Stopped {
    ImmutableMap.Builder<String, LineEnds> found = ImmutableMap.builder();
    if (paths.isEmpty()) {
      return found.build();
    }
    Set<String> wanted = new HashSet<>(paths);
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.setOperationType(OperationType.CHECKOUT_OP);
      walk.setAttributesNodeProvider(outside);
      walk.addTree(tree);
      walk.setRecursive(true);
      walk.setFilter(PathFilterGroup.createFromStrings(paths));
      while (walk.next()) {
        String path = walk.getPathString();
        if (wanted.contains(path)) {
          Attributes attributes = walk.getAttributes();
          refuseUnsafe(path, attributes);
          found.put(
              path,
              LineEnds.of(
                  EolStreamTypeUtil.detectStreamType(
                      OperationType.CHECKOUT_OP, options, attributes)));
        }
      }
    }
    return found.build();
  }

  private void refuseUnsafe(String path, Attributes attributes) throws Stopped {
    for (String name : List.of("ident", "working-tree-encoding", "filter")) {
      Attribute attribute = attributes.get(name);
      if (attribute != null && isUnsafe(name, attribute)) {
        throw Stopped.refused(
            path
                + " has the attribute "
                + name
                + ", which only git itself writes right; run `git merge --ff-only` in "
                + home.files()
                + " yourself");
      }
    }
  }

  private boolean isUnsafe(String name, Attribute attribute) {
    return switch (attribute.getState()) {
      case CUSTOM ->
          !name.equals("filter")
              || Optional.ofNullable(attribute.getValue()).filter(settings::hasFilter).isPresent();
      // A filter that is only set has no name, and is none.
      case SET -> !name.equals("filter");
      default -> false;
    };
  }
}

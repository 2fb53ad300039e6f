package worldmesh.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every module to the arrows, the pure packages and the cages of the design. The command sees all modules. */
class ArchitectureTest {
    private static final String ROOT = "worldmesh.";

    /** Module root package to the module roots it may use, docs/architecture.md "Modules". */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "runtime", List.of(),
            "world", List.of("runtime"),
            "mesh", List.of("runtime"),
            "peer", List.of("runtime", "mesh", "world"),
            "authority", List.of("runtime", "mesh", "world", "peer"),
            "testkit", List.of("runtime", "world", "mesh"),
            "simulation", List.of("runtime", "world", "mesh", "peer", "authority", "testkit"),
            "samples", List.of("runtime", "world", "mesh", "peer", "authority"),
            "benchmarks", List.of("runtime", "world", "mesh", "peer", "authority", "testkit", "simulation", "samples"));

    /** Third-party roots to the only packages that may name them. */
    private static final Map<String, List<String>> CAGES = Map.of(
            "org.bouncycastle..", List.of("worldmesh.mesh.crypto.."),
            "org.rocksdb..", List.of("worldmesh.authority.journal.."),
            "io.javalin..", List.of("worldmesh.authority.gateway..", "worldmesh.samples.."),
            "org.eclipse.jetty..", List.of("worldmesh.authority.gateway..", "worldmesh.samples.."),
            "com.fasterxml.jackson..",
                    List.of(
                            "worldmesh.runtime.config..",
                            "worldmesh.authority.gateway..",
                            "worldmesh.cli..",
                            "worldmesh.samples.."),
            "org.jgroups..", List.of("worldmesh.mesh.group.."),
            "org.ice4j..", List.of("worldmesh.mesh.ice.."),
            "org.apache.ratis..", List.of("worldmesh.authority.cell.."),
            "picocli..", List.of("worldmesh.cli.."));

    private static final String[] PURE = {
        "worldmesh.world..",
        "worldmesh.runtime.bytes..",
        "worldmesh.runtime.identity..",
        "worldmesh.mesh.wire..",
        "worldmesh.mesh.membership..",
        "worldmesh.mesh.topic..",
        "worldmesh.mesh.gossip..",
        "worldmesh.mesh.session..",
        "worldmesh.mesh.relay..",
        "worldmesh.mesh.congestion..",
        "worldmesh.mesh.turn..",
        "worldmesh.mesh.transport..",
        "worldmesh.peer.core..",
        "worldmesh.peer.asset..",
        "worldmesh.authority.ledger..",
        "worldmesh.authority.admit..",
        "worldmesh.authority.validate..",
        "worldmesh.authority.tick..",
        "worldmesh.authority.party..",
        "worldmesh.authority.rendezvous..",
        "worldmesh.mesh.rendezvous..",
    };

    private static JavaClasses product;

    @BeforeAll
    static void readProduct() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("jmh_generated"))
                .importPackages("worldmesh");
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("worldmesh.(**)").should().beFreeOfCycles().check(product);
    }

    @TestFactory
    Stream<DynamicTest> modulesFollowTheArrows() {
        return ARROWS.entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(arrow.getKey(), () -> {
                    var allowed = new TreeSet<>(arrow.getValue());
                    String[] forbidden = Stream.concat(ARROWS.keySet().stream(), Stream.of("cli"))
                            .filter(other -> !other.equals(arrow.getKey()) && !allowed.contains(other))
                            .map(other -> ROOT + other + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + arrow.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)
                            .allowEmptyShould(true)
                            .check(product);
                }));
    }

    @Test
    void theWorldKnowsOnlyThePureRoomsOfRuntime() {
        noClasses()
                .that()
                .resideInAPackage("worldmesh.world..")
                .should()
                .dependOnClassesThat(resideInAPackage("worldmesh.runtime..")
                        .and(not(resideInAnyPackage(
                                "worldmesh.runtime.bytes", "worldmesh.runtime.time", "worldmesh.runtime.identity"))))
                .allowEmptyShould(true)
                .check(product);
    }

    @TestFactory
    Stream<DynamicTest> thirdPartiesStayInTheirCage() {
        return CAGES.entrySet().stream()
                .map(cage -> DynamicTest.dynamicTest(
                        cage.getKey(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackages(cage.getValue().toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(cage.getKey())
                                .allowEmptyShould(true)
                                .check(product)));
    }

    /** What the link is measured against has a module that nothing depends on. */
    @Test
    void whatOthersMadeReachesNoUser() {
        for (String name : List.of(
                "io.netty.channel.Channel", "com.esotericsoftware.kryonet.Client", "tech.kwik.core.QuicConnection")) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
        }
    }

    @Test
    void purePackagesTouchNoMachine() {
        pureRule().check(product);
    }

    @Test
    void pureRuleFindsAPlantedSocket() {
        var planted = new ClassFileImporter().importClasses(PlantedSocket.class);

        ArchRule rule = noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..")
                .because("the rule must be able to fail");

        assertThrows(AssertionError.class, () -> rule.check(planted));
    }

    private static ArchRule pureRule() {
        return noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.DatagramSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("worldmesh.runtime.time.SystemClock");
    }

    @Test
    void locksLiveInRuntimeOnly() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("worldmesh.runtime..")
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(product);
    }

    @Test
    void namesSayWhatAClassDoes() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(product);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleNameNotEndingWith("package-info")
                .should(new ArchCondition<JavaClass>("live in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(type, marked, type.getName() + " is not @NullMarked"));
                    }
                })
                .check(product);
    }

    @Test
    void everyProductPackageBelongsToAModuleOfTheDesign() {
        var unknown = new TreeSet<String>();
        for (JavaClass type : product) {
            String module = type.getPackageName().substring(ROOT.length()).split("\\.")[0];
            if (!ARROWS.containsKey(module) && !module.equals("cli")) {
                unknown.add(type.getPackageName());
            }
        }

        assertEquals(new TreeSet<String>(), unknown);
    }

    /** A class that breaks the pure rule, to see the rule fail. */
    private static final class PlantedSocket {
        @SuppressWarnings("unused")
        private java.net.Socket socket = new java.net.Socket();
    }
}

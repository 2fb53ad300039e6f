package worldmesh.benchmarks.doctor;

import java.util.function.Supplier;

/**
 * A fault of the catalogue.
 *
 * @param topic of which of the nine topics it is
 * @param name what is wrong
 * @param expected the check that is to be named first, and with a blank behind it the beginning of its subject
 * @param needsLab true if it takes a network of namespaces, so root
 * @param patient somebody who has it
 */
record Fault(String topic, String name, String expected, boolean needsLab, Supplier<Patient> patient) {}

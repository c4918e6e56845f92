/** libxml2 on an XML file, by a grammar of this folder. */
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

/** @param grammar name of the file; @returns what libxml2 says of a text; [] when all is well */
export function validator(grammar: string): (xml: string) => Promise<string[]> {
  const contents = readFileSync(new URL(grammar, import.meta.url), 'utf8');
  return async (xml) => {
    const { errors } = await validateXML({
      xml: { fileName: 'report.xml', contents: xml },
      schema: { fileName: 'grammar.rng', contents },
      extension: 'relaxng',
    });
    return errors.map(({ message }) => message);
  };
}

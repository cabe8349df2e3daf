import '../shared/base.css';
import './page.css';
import { render } from 'preact';
import type { FromModelsPage, ToModelsPage } from '../../protocol/models';
import { connect } from '../shared/bridge';
import { App } from './App';
import { BrowserSession, type SavedBrowser } from './session';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
const session = new BrowserSession(connect<FromModelsPage, ToModelsPage, SavedBrowser>());
render(<App session={session} />, root);
